/** Runs text on a connection of its own. */
export async function run(connection, text) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  await client.query(text);
  await client.end();
}
