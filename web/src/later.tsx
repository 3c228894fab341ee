// The views of rest.ts: their script is fetched when one of them is shown, or once the page has nothing else
// to do, so that it is there without a pause, and when the server is not.
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Missing } from './parts/Bits';

type Rest = typeof import('./rest');

const SETTLED_MS = 10_000;
let rest: Rest | null = null;

async function fetchRest() {
  rest ??= await import('./rest');
}

/** A page that stood open while crickets was renewed knows a script that is gone; read anew it knows the new one. */
async function readAnew() {
  const answer = performance.now() > SETTLED_MS ? await fetch('/index.html').catch(() => null) : null;
  if (answer?.ok) location.reload();
}

export function later<P extends object>(viewOf: (rest: Rest) => FunctionComponent<P>): FunctionComponent<P> {
  return (props: P) => {
    const [failed, setFailed] = useState(rest ? false : null);
    useEffect(() => {
      // Always: it may have come between this view's first drawing and now.
      fetchRest().then(() => setFailed(false), () => { setFailed(true); void readAnew(); });
    }, []);
    const View = rest && viewOf(rest);
    return View ? <View {...props} /> : <Missing problem={failed ? { status: 0, code: 'silent', title: '', detail: '' } : null} />;
  };
}

export function fetchLater() {
  const idle = window.requestIdleCallback ?? ((go: () => void) => setTimeout(go, 1000));
  idle(() => void fetchRest().catch(() => undefined));
}
