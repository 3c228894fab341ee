// Server-sent events: one stream a page. What is on the screen is read again when it may have
// changed; what is told goes to whoever listens.
import { refresh } from './documents';
import type { Line } from './types';

const listeners = new Set<(line: Line) => void>();
const RETRY_MS = 5000;
let source: EventSource | null = null;
let broken = false;
let reading = false;
let again = false;

export function onLine(listener: (line: Line) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Bursts are read once, and what changed while reading is read after it. */
async function changed() {
  if (reading) { again = true; return; }
  reading = true;
  do {
    again = false;
    await refresh();
  } while (again);
  reading = false;
}

function open() {
  source?.close();
  const mine = new EventSource('/api/v1/events');
  source = mine;
  mine.addEventListener('change', () => void changed());
  mine.addEventListener('line', (event) => {
    const line = JSON.parse((event as MessageEvent<string>).data) as Line;
    listeners.forEach((listener) => listener(line));
  });
  mine.onopen = () => {
    if (broken) void changed();
    broken = false;
  };
  mine.onerror = () => {
    if (!broken) void changed(); // finds out whether the server is gone, and says so
    broken = true;
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (source === mine) open(); }, RETRY_MS);
  };
}

/** Another world, story or real, has another stream. */
export const restartLive = open;

export function startLive() {
  open();
  // A laptop that wakes up has missed what happened meanwhile.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void changed(); });
  addEventListener('online', () => void changed());
  addEventListener('offline', () => void changed());
}
