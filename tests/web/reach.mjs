// By keyboard alone, offline, in one round trip, and told in time.
import { check, click, equal, find, heading, launch, main, open, press, ready, run, serve, still, test, until, waitText, world } from './lib.mjs';

const FIRST_USE_BYTES = 50 * 1024;
const mails = ['01-intro', '02-my-answer', '03-invitation', '04-confirmation'].map((name) => `mail/${name}.eml`);
const server = await serve({ database: await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails), at: '2026-11-24T13:10:20-06:00' });
const browser = await launch({ whole: true });
const page = await open(browser, server);
await page.setViewport({ width: 1360, height: 900 });

const focused = () => page.evaluate(() => document.activeElement?.innerText?.replace(/\s+/g, ' ').trim() ?? '');

/** Tab until something with these words has the focus, and it can be seen that it has. */
async function tabTo(words) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if ((await focused()).includes(words)) {
      const visible = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        const box = document.activeElement.getBoundingClientRect();
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0;
      });
      check(visible, `the focus on "${words}" cannot be seen`);
      return;
    }
  }
  throw new Error(`Tab never reached "${words}"`);
}

test('the advice stands in the HTML; to use it takes one round trip more and at most 50 KB in all', async () => {
  const fresh = await browser.createBrowserContext(); // no worker, nothing kept
  await fresh.setCookie(...(await browser.cookies()));
  const still = await fresh.newPage();
  await still.setJavaScriptEnabled(false);
  await still.goto(server.origin, { waitUntil: 'domcontentloaded' });
  const advice = await heading(still);
  equal(advice, 'Ring Dana now', 'without any script');
  const one = await fresh.newPage();
  const client = await one.createCDPSession();
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  await client.send('Fetch.enable', { patterns: [{ urlPattern: '*/api/v1/events' }] }); // left hanging: what it tells is no part of this
  const requests = new Map();
  client.on('Network.requestWillBeSent', ({ requestId, request, initiator }) => requests.set(requestId, { path: new URL(request.url).pathname, by: initiator.type }));
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { const one = requests.get(requestId); if (one) one.bytes = encodedDataLength; });
  await one.goto(server.origin, { waitUntil: 'domcontentloaded' });
  await one.waitForSelector('main h1[tabindex]'); // the script has taken it over
  equal(await heading(one), advice, 'as it stood there');
  const named = await one.$$eval('[src], link[rel=modulepreload], link[rel=stylesheet]', (nodes) => nodes.map((node) => new URL(node.src ?? node.href).pathname));
  const paths = ['/', ...named];
  await until('these to be counted', () => paths.every((path) => [...requests.values()].some((r) => r.path === path && r.bytes)));
  const needed = [...requests.values()].filter(({ path }) => paths.includes(path));
  equal(needed.length, paths.length, `each fetched once: ${JSON.stringify(needed)}`);
  check(![...requests.values()].some(({ path }) => path === '/api/v1/now'), 'Now is not asked for: it stands in the HTML');
  const bytes = needed.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`# until Now can be used: ${bytes} bytes on the wire, headers and all`);
  check(bytes <= FIRST_USE_BYTES, `${bytes} bytes`);
  await fresh.close();
});

test('the theme that was chosen stands before any script of the page has run', async () => {
  const other = await browser.newPage();
  await other.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await other.goto(`${server.origin}/settings`);
  await ready(other);
  await press(await other.waitForSelector('#device label:nth-of-type(3) input'));
  const client = await other.createCDPSession();
  await client.send('Network.enable');
  await client.send('Network.setBypassServiceWorker', { bypass: true });
  await client.send('Network.setBlockedURLs', { urls: ['*.js'] });
  for (const path of ['/', '/interviews']) {
    await other.goto(server.origin + path, { waitUntil: 'domcontentloaded' });
    equal(await other.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(16, 25, 26)', `paper at ${path}`);
  }
  await other.evaluate(() => localStorage.clear());
  await other.close();
});

test('what has the focus never lies under the bars', async () => {
  // A world of its own, that stands still for days: the other's advice changes within five minutes of its clock.
  const database = await world('late-recruiter', '2026-11-24T12:00:00-06:00', mails);
  await run(database, '--now', '2026-11-24T13:16:00-06:00', 'log', '1', 'sent');
  const server = await serve({ database, at: '2026-11-24T13:20:00-06:00' });
  const page = await open(browser, server);
  for (const [width, height] of [[360, 740], [820, 1100], [320, 400], [1360, 700]])
    for (const path of ['/', '/settings']) {
      await page.setViewport({ width, height });
      await page.goto(server.origin + path);
      await ready(page);
      await page.waitForSelector('.they-called');
      await still(page);
      let seen = 0;
      for (let stops = 0; stops < 100; stops++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const node = document.activeElement;
          if (node === document.body) return { last: true };
          const bars = [...document.querySelectorAll('.top, .top nav, .they-called')].filter((bar) => ['fixed', 'sticky'].includes(getComputedStyle(bar).position));
          if (node.closest('.skip, .top') || bars.some((bar) => bar.contains(node))) return { ofBar: true };
          const box = node.getBoundingClientRect();
          const over = bars.map((bar) => bar.getBoundingClientRect()).some((bar) => box.bottom > bar.top + 1 && box.top < bar.bottom - 1);
          return { hidden: over || box.bottom > innerHeight + 1 || box.top < -1, box: `${node.tagName} ${box.top} to ${box.bottom}` };
        });
        if (stop.last) break;
        if (stop.ofBar) continue;
        check(!stop.hidden, `${path}, ${width} by ${height}: ${stop.box}`);
        seen++;
      }
      check(seen > 5, `${seen} stops on ${path}`);
    }
  equal(page.bad, [], 'what must never happen');
  await page.close();
  await server.stop();
});

test('a view that is waited for says so', async () => {
  await page.bringToFront();
  await server.silent(async () => {
    await click(page, 'Calendar');
    await page.waitForFunction(() => {
      const words = document.querySelector('.loading[role=status] span');
      return words && words.getBoundingClientRect().height > 10 && getComputedStyle(words).opacity === '1';
    });
  });
  await ready(page);
  await page.goto(server.origin);
  await ready(page);
});

test('Now by keyboard alone: skip link, ring, no answer, take it back, they called', async () => {
  equal(await heading(page), 'Ring Dana now', 'heading');
  await page.keyboard.press('Tab');
  equal(await focused(), 'Skip to what matters', 'the first stop');
  await page.keyboard.press('Enter');
  equal(await page.evaluate(() => document.activeElement.id), 'main', 'where it leads');
  await tabTo('+1 212-555-0117');
  await tabTo('No answer');
  await tabTo('Something else happened');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.more-acts[open]');
  await tabTo('Show all 7');
  await page.keyboard.press('Space');
  await until('all reasons', async () => (await page.$$('.reasons > li')).length === 7);
  await page.keyboard.press('t');
  await waitText(page, 'Lovely: they called', '.toast');
});

test('shortcuts: views, the dialog, its end, and none while typing', async () => {
  for (const [key, title] of [['i', 'Interviews'], ['c', 'Calendar'], ['s', 'Search'], [',', 'Settings']]) {
    await page.keyboard.press(key);
    await until(title, async () => (await heading(page).catch(() => '')) === title);
    await until(`the focus after ${key}`, () => page.evaluate(() => document.activeElement.tagName === 'H1'));
  }
  await page.keyboard.press('n');
  await page.keyboard.press('a');
  await page.waitForSelector('dialog[open] textarea');
  await page.keyboard.type('nics, a');
  equal(await page.$eval('dialog textarea', (area) => area.value), 'nics, a', 'what was typed');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { hidden: true });
  await page.keyboard.press('?');
  await waitText(page, 'They called', 'dialog');
  await page.keyboard.press('Escape');
});

test('each document is fetched once, also when the stream begins to tell', async () => {
  for (const path of ['/', '/interviews', '/settings']) {
    const fresh = await browser.createBrowserContext();
    await fresh.setCookie(...(await browser.cookies()));
    const one = await fresh.newPage();
    await one.evaluateOnNewDocument(() => { // no worker, which would fetch for itself; and what the stream greets with
      delete Object.getPrototypeOf(navigator).serviceWorker;
      const add = EventSource.prototype.addEventListener;
      EventSource.prototype.addEventListener = function listen(name, heard) {
        add.call(this, name, (event) => { heard(event); if (name === 'change') window.greeted = true; });
      };
    });
    const answers = [];
    one.on('response', (response) => answers.push(`${response.url().replace(server.origin, '')} of version ${response.headers()['crickets-version']}`));
    await one.goto(server.origin + path);
    await ready(one);
    await one.waitForFunction(() => window.greeted);
    await still(one);
    const documents = answers.filter((one) => /^\/api\/v1\/(?!events)/.test(one)).sort();
    check(documents.length > 1, documents.join());
    equal(documents, [...new Set(documents)], `what ${path} asks for`);
    await fresh.close();
  }
});

test('two windows: what one is told the other shows, without a reload', async () => {
  await page.goto(`${server.origin}/interviews`);
  await ready(page);
  const other = await browser.newPage();
  await other.goto(`${server.origin}/interviews`);
  await ready(other);
  await page.bringToFront();
  await click(page, 'Add a call');
  await page.type('dialog textarea', 'Priya Natarajan of Fabrikam calls tomorrow at 4pm');
  await waitText(page, 'Priya Natarajan', 'dialog .understood');
  await click(page, 'Watch this call', 'dialog');
  await until('the call', async () => (await heading(page).catch(() => '')) === 'Priya Natarajan');
  await until('the other window', async () => (await other.$eval('main', (main) => main.innerText)).includes('Priya Natarajan'));
  await other.close();
});

test('notifications are never asked for by the page itself', async () => {
  equal(await page.evaluate(() => Notification.permission), 'default', 'permission');
  await page.goto(`${server.origin}/settings`);
  await find(page, 'Switch on');
});

test('installable: a manifest with its icons', async () => {
  const manifest = await page.evaluate(async () => (await fetch('/manifest.webmanifest')).json());
  for (const icon of manifest.icons) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, icon.src);
    if (icon.sizes !== 'any') equal(size, icon.sizes, icon.src);
  }
});

test('offline: the last state stands there and says how old it is; back again it lives', async () => {
  await page.goto(server.origin);
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until('the worker to hold the page', () => page.evaluate(() => navigator.serviceWorker.controller !== null));
  await page.reload(); // once through the worker, which keeps what passes
  await ready(page);
  await until('the state to be kept', () => page.evaluate(async () => Boolean(await (await caches.open('crickets-state-1')).match('/api/v1/now'))));
  // A connection that ends as something is asked on it is no server that is gone.
  const worker = await (await browser.waitForTarget((target) => target.type() === 'service_worker')).worker();
  await worker.evaluate(() => {
    const { fetch } = self;
    self.fetch = (request) => {
      self.fetch = fetch;
      return Promise.reject(new TypeError(`the connection to ${request.url} ended`));
    };
  });
  const broke = await page.evaluate(async () => { const answer = await fetch('/api/v1/now'); return [answer.status, answer.headers.get('x-last-seen')]; });
  equal(broke, [200, null], 'asked again, and answered');
  // A server that ends breaks its streams first, and may yet answer who asks why.
  const streams = await page.createCDPSession();
  await streams.send('Fetch.enable', { patterns: [{ urlPattern: '*/api/v1/events' }] });
  streams.on('Fetch.requestPaused', ({ requestId }) => void streams.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionClosed' }));
  const answered = page.waitForResponse((response) => response.url() === `${server.origin}/api/v1/now`);
  await page.reload();
  await answered;
  await server.stop();
  await waitText(page, 'Crickets is out of reach', '.banner');
  await streams.detach();
  await page.reload();
  await waitText(page, 'This is how things stood at', '.banner');
  await waitText(page, 'Priya Natarajan', '.hero');
  await server.startAgain('2026-11-24T13:20:00-06:00');
  await page.waitForFunction(() => !document.querySelector('main').innerText.includes('Crickets is out of reach'));
});

test('nothing bad happened on the way', async () => {
  equal(page.bad, [], 'what must never happen');
  await browser.close();
  await server.stop();
});

await main();
