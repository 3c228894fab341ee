// What is kept in this browser for when the server is out of reach, and since when it stands.
export const STATE = 'crickets-state-1';

export async function keep(request: Request | string, body: BodyInit, headers: Headers) {
  headers.set('x-last-seen', String(Date.now()));
  await (await caches.open(STATE)).put(request, new Response(body, { headers }));
}
