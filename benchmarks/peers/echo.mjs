// An echo server for Node. Prints its port, and exits at EOF of standard input.
import net from 'node:net';

const server = net.createServer({ noDelay: true }, (caller) => {
  caller.on('data', (bytes) => caller.write(bytes));
  caller.on('error', () => caller.destroy());
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
