// Jobs that are due and do nothing, a second: due.mjs graphile-worker|pg-boss CONNECTION JOBS.
import { performance } from 'node:perf_hooks';
import { run as runSql } from './sql.mjs';

const [kind, connection, jobsText] = process.argv.slice(2);
const jobs = Number(jobsText);

const postgres = (text) => runSql(connection, text);

const queues = {
  async 'graphile-worker'() {
    const { Logger, makeWorkerUtils, run } = await import('graphile-worker');
    const utils = await makeWorkerUtils({ connectionString: connection });
    await utils.migrate();
    await utils.addJob('job', {}, { runAt: new Date(Date.now() + 86400e3) }); // makes the task known
    await postgres(`INSERT INTO graphile_worker._private_jobs (task_id, run_at)
      SELECT (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'job'), now() FROM generate_series(1, ${jobs})`);
    await postgres('VACUUM ANALYZE');
    let done = 0;
    let finished;
    const all = new Promise((resolve) => { finished = resolve; });
    const began = performance.now();
    const runner = await run({ connectionString: connection, concurrency: 24, maxPoolSize: 25, noHandleSignals: true,
      logger: new Logger(() => () => {}), taskList: { job: () => { if (++done === jobs) finished(); } } });
    await all;
    const seconds = (performance.now() - began) / 1e3;
    await runner.stop();
    await utils.release();
    return seconds;
  },
  async 'pg-boss'() {
    const { default: PgBoss } = await import('pg-boss');
    const boss = new PgBoss({ connectionString: connection, noSupervisor: true });
    await boss.start();
    await postgres(`INSERT INTO pgboss.job (name) SELECT 'job' FROM generate_series(1, ${jobs})`);
    await postgres('VACUUM ANALYZE');
    const began = performance.now();
    for (let done = 0; done < jobs;) {
      const batch = await boss.fetch('job', 5000);
      await boss.complete(batch.map((job) => job.id));
      done += batch.length;
    }
    const seconds = (performance.now() - began) / 1e3;
    await boss.stop({ graceful: false });
    return seconds;
  },
};

const seconds = await queues[kind]();
process.stdout.write(`${kind}: ${(jobs / seconds).toFixed(0)}/s\n`);
process.exit(0);
