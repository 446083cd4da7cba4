// Loaded before anything else: whatever this process listens on, it listens on 127.0.0.1 only.
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object' && 'port' in first) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first))
  if (!isPort) return listen.call(this, first, ...rest)
  const others = typeof rest[0] === 'string' ? rest.slice(1) : rest
  return listen.call(this, { port: Number(first), host: '127.0.0.1' }, ...others.filter((one) => typeof one === 'function'))
}
