// One queue with many jobs that are still to come, and some that fall due one after the other:
// queue.mjs graphile-worker|pg-boss|bullmq CONNECTION PENDING JOBS. Prints "begin" and "end" around what is
// measured, then how late each job was begun.
import { performance } from 'node:perf_hooks';
import { run as runSql } from './sql.mjs';

const [kind, connection, pendingText, jobsText] = process.argv.slice(2);
const pending = Number(pendingText);
const jobs = Number(jobsText);
const now = () => performance.timeOrigin + performance.now();
const late = [];
let finished;
const all = new Promise((resolve) => { finished = resolve; });

function begun(due) {
  late.push(now() - due);
  if (late.length === jobs) finished();
}

/** 25 to 75 ms between two, by a fixed sequence; the first in three seconds. */
function dues() {
  const list = [];
  let at = Math.ceil(now()) + 3000;
  let seed = 7;
  for (let i = 0; i < jobs; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    at += 25 + seed % 50;
    list.push(at);
  }
  return list;
}

const postgres = (text) => runSql(connection, text);

const far = "now() + interval '30 days' + n * interval '1 second'";

const queues = {
  async 'graphile-worker'() {
    const { makeWorkerUtils, run } = await import('graphile-worker');
    const utils = await makeWorkerUtils({ connectionString: connection });
    await utils.migrate();
    await utils.addJob('job', {}, { runAt: new Date(now() + 86400e3) }); // makes the task known
    await postgres(`INSERT INTO graphile_worker._private_jobs (task_id, run_at)
      SELECT (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'job'), ${far} FROM generate_series(1, ${pending}) n`);
    await postgres('VACUUM ANALYZE');
    const runner = await run({ connectionString: connection, pollInterval: 50, concurrency: 2, noHandleSignals: true,
      logger: undefined, taskList: { job: (payload) => begun(payload.due) } });
    return {
      add: (due) => utils.addJob('job', { due }, { runAt: new Date(due) }),
      end: () => runner.stop().then(() => utils.release()),
    };
  },
  async 'pg-boss'() {
    const { default: PgBoss } = await import('pg-boss');
    const boss = new PgBoss({ connectionString: connection });
    await boss.start();
    await postgres(`INSERT INTO pgboss.job (name, startafter) SELECT 'job', ${far} FROM generate_series(1, ${pending}) n`);
    await postgres('VACUUM ANALYZE');
    await boss.work('job', { newJobCheckInterval: 500, teamSize: 50, teamConcurrency: 50 }, async (job) => begun(job.data.due));
    return { add: (due) => boss.sendAfter('job', { due }, {}, new Date(due)), end: () => boss.stop({ graceful: false }) };
  },
  async bullmq() {
    const { Queue, Worker } = await import('bullmq');
    const where = { connection: { path: connection, maxRetriesPerRequest: null } };
    const queue = new Queue('job', where);
    for (let done = 0; done < pending; done += 5000)
      await queue.addBulk(Array.from({ length: Math.min(5000, pending - done) }, (_, i) => (
        { name: 'job', data: {}, opts: { delay: 30 * 86400e3 + (done + i) * 1000 } })));
    const worker = new Worker('job', async (job) => begun(job.data.due), { ...where, concurrency: 2 });
    await worker.waitUntilReady();
    return {
      add: (due) => queue.add('job', { due }, { delay: due - Math.round(now()) }),
      end: () => worker.close(true).then(() => queue.close()),
    };
  },
};

const queue = await queues[kind]();
for (const due of dues()) await queue.add(due);
process.stdout.write('begin\n');
const used = process.cpuUsage();
const began = now();
await all;
const cpu = process.cpuUsage(used);
const wall = now() - began;
process.stdout.write('end\n');
late.sort((a, b) => a - b);
const at = (share) => Number(late[Math.min(jobs - 1, Math.floor(jobs * share))].toFixed(3));
process.stdout.write(`${JSON.stringify({ name: kind, jobs, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1), cpu_percent: (cpu.user + cpu.system) / 10 / wall })}\n`);
await queue.end();
process.exit(0);
