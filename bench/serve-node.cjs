// A server as many would write it: Node, one row of SQLite by better-sqlite3, on two processes.
// serve-node.cjs DATABASE; prints its port.
const cluster = require('node:cluster');
const http = require('node:http');
const Database = require('better-sqlite3');

if (cluster.isPrimary) {
  let told = false;
  cluster.on('listening', (worker, address) => {
    if (!told) console.log(address.port);
    told = true;
  });
  for (let i = 0; i < 2; i++) cluster.fork();
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.kill('SIGKILL');
    process.exit(0);
  });
} else {
  const answer = new Database(process.argv[2], { readonly: true }).prepare('SELECT body FROM answer WHERE id = 1').pluck();
  http.createServer((request, response) => {
    const body = answer.get();
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  }).listen(0, '127.0.0.1');
}
