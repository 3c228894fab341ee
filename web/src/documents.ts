// The documents that are on the screen: fetched once each, shared by whoever shows them, read again
// when the server says that something changed.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, type Problem } from './api';

interface Entry {
  data: unknown; seen: number | null; version: number | null; problem: Problem | null;
  users: number; wake: Set<() => void>; asked: number; shown: number; flight: Promise<void> | null; again: number;
  given: boolean; // with the page, and not yet taken up
}

const AGAIN_MS = 5_000;
const entries = new Map<string, Entry>();
const statusListeners = new Set<() => void>();
let lost: number | null = null; // since when the server is out of reach, by what was last seen

export interface Shown<T> { data: T | null; problem: Problem | null; reload: () => Promise<void> }

function entryOf(path: string): Entry {
  let entry = entries.get(path);
  if (!entry) {
    entry = { data: null, seen: null, version: null, problem: null, users: 0, wake: new Set(), asked: 0, shown: 0, flight: null, again: 0, given: false };
    entries.set(path, entry);
  }
  return entry;
}

function setLost(value: number | null) {
  if (lost === value) return;
  lost = value;
  statusListeners.forEach((wake) => wake());
}

/** An answer that a later one has overtaken tells of the past. */
function isOvertaken(entry: Entry, turn: number): boolean {
  if (turn < entry.shown) return true;
  entry.shown = turn;
  return false;
}

async function fetchInto(entry: Entry, path: string): Promise<void> {
  const turn = ++entry.asked;
  try {
    const { body, seen, version } = await get(path);
    if (isOvertaken(entry, turn)) return;
    clearTimeout(entry.again);
    entry.data = body;
    entry.problem = null;
    entry.seen = seen ?? Date.now();
    entry.version = version;
    setLost(seen);
  } catch (error) {
    if (isOvertaken(entry, turn)) return;
    entry.version = null;
    if (error instanceof ApiError) {
      entry.problem = error.problem;
      if (error.problem.status === 404) entry.data = null;
    } else {
      if (!entry.data) entry.problem = { status: 0, code: 'silent', title: 'Crickets does not answer', detail: '' };
      setLost(entry.seen ?? 0);
      clearTimeout(entry.again);
      entry.again = window.setTimeout(() => { if (entry.users > 0) void load(path); }, AGAIN_MS);
    }
  }
  entry.wake.forEach((wake) => wake());
}

/** What came with the page itself need not be asked for. */
export function give(path: string, body: unknown, version: number | null) {
  Object.assign(entryOf(path), { data: body, seen: Date.now(), version, given: true });
}

function load(path: string): Promise<void> {
  const entry = entryOf(path);
  const flight = fetchInto(entry, path).finally(() => { if (entry.flight === flight) entry.flight = null; });
  entry.flight = flight;
  return flight;
}

/** Keeps a document on the screen up to date; null leaves it alone. */
export function useDocument<T>(path: string | null): Shown<T> {
  const [, wake] = useState(0);
  useEffect(() => {
    if (!path) return;
    const entry = entryOf(path);
    const update = () => wake((n) => n + 1);
    entry.wake.add(update);
    const shared = entry.users++ > 0 && (entry.data !== null || entry.flight !== null); // and kept up to date
    if (!shared && !entry.given) void load(path);
    entry.given = false;
    return () => {
      entry.wake.delete(update);
      entry.users--;
    };
  }, [path]);
  const entry = path ? entries.get(path) : undefined;
  return {
    data: (entry?.data as T | null | undefined) ?? null,
    problem: entry?.problem ?? null,
    reload: async () => { if (path) await load(path); },
  };
}

const onScreen = () => [...entries].filter(([, entry]) => entry.users > 0);

/** Reads again whatever is on the screen. */
export async function refresh(): Promise<void> {
  await Promise.all(onScreen().map(([path]) => load(path)));
}

/** Reads again what may be older than the account's version. */
export async function refreshTo(version: number): Promise<void> {
  await Promise.all(onScreen().map(async ([path, entry]) => {
    await entry.flight;
    if (entry.version === null || entry.version < version) await load(path);
  }));
}

/** The server does not know who asks: until somebody comes in, every answer is the same. */
export const isOut = () => onScreen().some(([, entry]) => entry.problem?.status === 401);

/** Forgets everything that was read, here and in the service worker's keeping. */
export async function forget(): Promise<void> {
  for (const [path, entry] of entries) {
    if (entry.users === 0) entries.delete(path); // who shows the others is still there
    else Object.assign(entry, { data: null, seen: null, version: null, problem: null });
  }
  if ('caches' in window) await Promise.all((await caches.keys()).filter((name) => name.startsWith('crickets-state')).map((name) => caches.delete(name)));
}

/** null while the server answers; else when it was last heard, 0 for never. */
export function useLost(): number | null {
  const [, wake] = useState(0);
  useEffect(() => {
    const update = () => wake((n) => n + 1);
    statusListeners.add(update);
    return () => void statusListeners.delete(update);
  }, []);
  return lost;
}

export const isLost = () => lost !== null;
export { setLost };
