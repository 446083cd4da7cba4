// A whole Bluesky: data server (PDS), AppView and the bsync between them, on data that survives a kill.
// Environment: DIRECTORY_URL, PDS_PORT, DATA, DB_POSTGRES_URL, REDIS_HOST (host:port), ROTATION_KEY (64 hex digits),
// RATE_LIMITS=1 for the real limits. Prints `READY {json}` when it can be spoken to.
import { TestBsky, TestBsync, TestPds, mockNetworkUtilities } from '@atproto/dev-env'

const { DIRECTORY_URL, PDS_PORT, DATA, DB_POSTGRES_URL, REDIS_HOST, ROTATION_KEY, RATE_LIMITS } = process.env
const port = Number(PDS_PORT)
const apiKey = 'loopback'

const bsync = await TestBsync.create({ apiKeys: [apiKey], dbUrl: DB_POSTGRES_URL, dbSchema: 'bsync' })
const bsky = await TestBsky.create({
  plcUrl: DIRECTORY_URL,
  bsyncApiKey: apiKey,
  bsyncUrl: bsync.url,
  repoProvider: `ws://localhost:${port}`,
  dbPostgresUrl: DB_POSTGRES_URL,
  dbPostgresSchema: 'appview',
  redisHost: REDIS_HOST,
})
bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
const pds = await TestPds.create({
  port,
  didPlcUrl: DIRECTORY_URL,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  dataDirectory: DATA,
  blobstoreDiskLocation: `${DATA}/blobs`,
  plcRotationKeyK256PrivateKeyHex: ROTATION_KEY,
  rateLimitsEnabled: RATE_LIMITS === '1',
  enableDidDocWithSession: true,
})
mockNetworkUtilities(pds, bsky)
console.log('READY', JSON.stringify({ service: pds.url, appview: bsky.url, appviewDid: bsky.serverDid }))
