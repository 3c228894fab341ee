// Server-sent events. One window of the browser holds the stream and tells the others: a browser
// allows but few connections to one server, and nobody wants a notification from each window.
import { isLost, isOut, refreshTo } from './documents';
import type { Line } from './types';
import { base, root } from './visit';

/** A version that the account has come to, that another stream is to be listened to, or that a window was opened. */
type Word = number | 'restart' | 'opened';
const ANYTHING = Infinity; // may have changed, whatever the versions say

const RETRY_MS = 5000;
const listeners = new Set<(line: Line) => void>();
const windows = 'BroadcastChannel' in window ? new BroadcastChannel(`crickets${root}`) : null;
let leads = false;
let source: EventSource | null = null;
let broken = false;
let refused = false;
let reading = false;
let wanted = 0;

/** What is told, once a browser. */
export function onLine(listener: (line: Line) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Bursts are read once, and what changed while reading is read after it. */
async function changed(version: number) {
  wanted = Math.max(wanted, version);
  if (reading) return;
  reading = true;
  while (wanted) {
    const now = wanted;
    wanted = 0;
    await refreshTo(now);
  }
  reading = false;
}

function tell(version: number) {
  windows?.postMessage(version satisfies Word);
  void changed(version);
}

function open() {
  source?.close();
  const mine = new EventSource(`${base}events`);
  source = mine;
  mine.addEventListener('change', (event) => tell((JSON.parse((event as MessageEvent<string>).data) as { version: number }).version || ANYTHING));
  mine.addEventListener('line', (event) => {
    const line = JSON.parse((event as MessageEvent<string>).data) as Line;
    listeners.forEach((listener) => listener(line));
  });
  mine.onopen = () => {
    if (broken) tell(ANYTHING);
    broken = refused = false;
  };
  mine.onerror = () => {
    const closed = mine.readyState === EventSource.CLOSED;
    // Finds out whether the server does not know us any more, or is gone: one that ends may answer a little longer than its streams.
    if (closed ? !refused : !isLost()) tell(ANYTHING);
    broken = true;
    refused = closed;
    if (closed) setTimeout(() => { if (source === mine && !isOut()) open(); }, RETRY_MS);
  };
}

function lead() {
  leads = true;
  open();
  return new Promise<never>(() => undefined); // until this window is closed
}

/** Another world, story or real, has another stream. */
export function restartLive() {
  if (leads) open();
  else windows?.postMessage('restart' satisfies Word);
}

export function startLive() {
  if (windows)
    windows.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === 'opened') { // perhaps by who came in there
        if (leads && refused) open();
        return;
      }
      if (data === 'restart' && leads) open();
      void changed(data === 'restart' ? ANYTHING : data);
    };
  windows?.postMessage('opened' satisfies Word);
  if ('locks' in navigator && windows) void navigator.locks.request(`crickets-events${root}`, lead);
  else void lead();
  // A page that is left may be kept asleep by the browser, and its stream with it.
  addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', (event: PageTransitionEvent) => { if (event.persisted && leads) open(); });
  // A laptop that wakes up has missed what happened meanwhile.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void changed(ANYTHING); });
  addEventListener('online', () => void changed(ANYTHING));
  addEventListener('offline', () => void changed(ANYTHING));
}
