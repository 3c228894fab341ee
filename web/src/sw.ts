// Offline: the page and the last state it saw, which says how old it is. Online the network always
// comes first, so that nothing shown is ever older than it must be.
declare const self: ServiceWorkerGlobalScope;
import { keep, STATE } from './kept';

declare const FILES: string[]; // of the page, told by tools/web.sh
declare const BUILD: string;

const SHELL = `crickets-page-${BUILD}`;
const HOME = '/index.html'; // the page alone: what is written into / is the candidate's
const DOCUMENTS = /^\/api\/v1\/(now|interviews|calendar|profile|policy|connections|stories|story|session|applications|board|today|odds|review|pictures)(\/\w+)?$/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([HOME, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== SHELL && name !== STATE) await caches.delete(name);
    await self.clients.claim();
  })());
});

const AGAIN_MS = 300;

/** A connection may end just as something is asked on it: only who is not there a second time is out of reach. */
async function ask(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted || !navigator.onLine) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return fetch(request);
  }
}

async function page(request: Request): Promise<Response> {
  try {
    return await ask(request);
  } catch (error) {
    const kept = await caches.match(request.mode === 'navigate' ? HOME : request, { cacheName: SHELL, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function state(request: Request): Promise<Response> {
  try {
    const response = await ask(request);
    if (response.ok) {
      await keep(request, await response.clone().blob(), new Headers(response.headers));
    } else if (response.status === 401) {
      await caches.delete(STATE); // whoever has no key sees nothing that was kept
    }
    return response;
  } catch (error) {
    const kept = await caches.match(request, { cacheName: STATE, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (DOCUMENTS.test(url.pathname)) event.respondWith(state(request));
  else if (request.mode === 'navigate' ? /^(\/candidates\/\d+)?\/?(candidates|interviews(\/\d+)?|calendar|search(\/[a-z]+(\/\d+)?)?|settings)?$/.test(url.pathname) : /\.(js|css|svg|png|webmanifest)$/.test(url.pathname))
    event.respondWith(page(request));
});
