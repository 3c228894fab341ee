// What goes to the server and comes back.
import { setServerTime } from './clock';
import { base } from './visit';

export interface Problem { status: number; code: string; title: string; detail: string }

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

async function read(response: Response): Promise<unknown> {
  const now = response.headers.get('crickets-now');
  if (now && !response.headers.has('x-last-seen')) setServerTime(now);
  const type = response.headers.get('content-type') ?? '';
  const body = type.includes('json') ? await response.json() : await response.text();
  if (response.ok) return body;
  const problem = (typeof body === 'object' ? body : {}) as Partial<Problem>;
  throw new ApiError({
    status: response.status,
    code: problem.code ?? '',
    title: problem.title ?? `The answer was ${response.status}`,
    detail: problem.detail ?? '',
  });
}

const SLOW_MS = 6_000;

/** What merely takes long is waited for. While nothing else is answered either it is given up, so that it can be asked again. */
async function ask(path: string, options?: RequestInit): Promise<Response> {
  if (options?.body instanceof Blob) return fetch(base + path, options); // a file leaves no room for a question beside it
  const silence = new AbortController();
  let heard = false;
  const asking = setInterval(() => void fetch(`${base}session`, { signal: AbortSignal.timeout(SLOW_MS) }).catch(() => heard || silence.abort()), SLOW_MS);
  try {
    return await fetch(base + path, { ...options, signal: silence.signal });
  } finally {
    heard = true; // the rest of it is on its way
    clearInterval(asking);
  }
}

export interface Answer<T> {
  body: T;
  /** when the server said it, if it is out of reach now */
  seen: number | null;
  /** of the account, as the answer shows it at least; null when that is not told */
  version: number | null;
}

/** A document. Never changes anything. Offline, the service worker answers with the last one. */
export async function get<T>(path: string): Promise<Answer<T>> {
  const response = await ask(path);
  const seen = Number(response.headers.get('x-last-seen')) || null;
  const version = seen ? null : Number(response.headers.get('crickets-version')) || null;
  return { body: (await read(response)) as T, seen, version };
}

/** The keys of what was sent and not heard of: it may have been done, and who soon sends the same again wants it once. */
const unheard = new Map<string, { key: string; at: number }>();
const SOON_MS = 600_000;

/** Not where asking again may help. */
export const isHeard = (error: unknown) => error instanceof ApiError && error.problem.status < 500 && error.problem.code !== 'in-progress';

async function send<T>(method: string, path: string, body: BodyInit | null, type: string | null, match?: string): Promise<T> {
  const what = body instanceof Blob ? null : `${method} ${base}${path} ${String(body)}`;
  for (const [old, { at }] of unheard) if (Date.now() - at > SOON_MS) unheard.delete(old);
  const key = (what !== null && unheard.get(what)?.key) || crypto.randomUUID();
  const headers: Record<string, string> = { 'Idempotency-Key': key };
  if (type) headers['Content-Type'] = type;
  if (match) headers['If-Match'] = `"${match}"`;
  if (what !== null) unheard.set(what, { key, at: Date.now() });
  try {
    const answer = (await read(await ask(path, { method, headers, body }))) as T;
    if (what !== null) unheard.delete(what);
    return answer;
  } catch (error) {
    if (what !== null && isHeard(error)) unheard.delete(what);
    throw error;
  }
}

const json = 'application/json';
export const post = <T>(path: string, body?: unknown) => (body === undefined ? send<T>('POST', path, null, null) : send<T>('POST', path, JSON.stringify(body), json));
/** Only while that is still as it was read, by its version. */
export const postOf = <T>(path: string, version: string) => send<T>('POST', path, null, null, version);
export const put = <T>(path: string, body: unknown) => send<T>('PUT', path, JSON.stringify(body), json);
export const remove = <T>(path: string) => send<T>('DELETE', path, null, null);
export const upload = <T>(path: string, file: Blob) => send<T>('POST', path, file, 'application/octet-stream');

export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'Crickets does not answer. What you wrote is still here, and you can safely try again in a moment.';
}
