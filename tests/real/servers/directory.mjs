// The directory of identities (PLC), in memory, in a process of its own: it outlives a killed Bluesky server.
// Prints `READY {json}` when it can be spoken to.
import { TestPlc } from '@atproto/dev-env'

const plc = await TestPlc.create({ port: Number(process.env.DIRECTORY_PORT) })
console.log('READY', JSON.stringify({ url: plc.url }))
