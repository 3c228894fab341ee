// A candidate lets a coach in, sees what they looked at, and takes it back while they are looking.
import { check, click, equal, everyWay, find, heading, launch, main, open, press, ready, startService, test, text, until, waitText } from './lib.mjs';

const { server, ask, stop } = await startService();
const browser = await launch();
const wide = (page) => page.setViewport({ width: 1360, height: 900 });
const type = async (page, selector, words) => { await page.$eval(selector, (input) => { input.focus(); input.select(); }); await page.keyboard.type(words); };

async function comeIn(address, name, ...options) {
  const context = await browser.createBrowserContext();
  const page = await open(context, server, `/invitation#${await ask({ invite: address, options })}`);
  await page.waitForFunction(() => document.querySelector('input[type=email]')?.value);
  await type(page, 'input[autocomplete=name]', name);
  await type(page, 'input[type=password]', 'correct horse battery');
  await click(page, 'Begin', 'form');
  await page.waitForFunction(() => location.pathname === '/' && document.querySelector('nav[aria-label=Views]') && document.querySelector('main h1'));
  return page;
}
async function goTo(page, path) {
  await page.goto('about:blank');
  await page.goto(server.origin + path);
  await ready(page);
}

const candidate = await comeIn('dana@north.example', 'Dana Ellis');
const coach = await comeIn('coach@north.example', 'Robin Coach', '--as', 'coach');
let address;

test('nobody sees it until somebody is let in', async () => {
  const add = (text) => candidate.evaluate(async (words) => (await fetch('/api/v1/interviews', {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ text: words }),
  })).status, text);
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  equal(await add(`Sam Lee of Contoso calls ${anHourAgo}, +1 212-555-0117`), 201, 'the missed call');
  equal(await add('Kim Park of Northwind calls 2090-11-24 14:00 New York time, 212-555-0123'), 201, 'the call to come');
  await goTo(coach, '/candidates');
  await waitText(coach, 'Nobody has let you in yet', 'main');
  await everyWay(coach, 'coach-none');
  await wide(coach);
  await goTo(candidate, '/settings');
  await waitText(candidate, 'Nobody else can see it', '#access');
});

test('a coach is let in', async () => {
  await click(candidate, 'Let a coach in', '#access');
  await type(candidate, '#access input[type=email]', 'nobody@north.example');
  await click(candidate, 'Let them in', '#access');
  await waitText(candidate, 'coach here has the address', '#access [role=alert]');
  await everyWay(candidate, 'access-form', { typed: true });
  await wide(candidate);
  await type(candidate, '#access input[type=email]', 'coach@north.example');
  await click(candidate, 'Let them in', '#access');
  await waitText(candidate, 'Robin Coach', '#access');
  await waitText(candidate, 'until you take it back', '#access');
});

test('the coach finds the candidate, and may look', async () => {
  await goTo(coach, '/candidates');
  await waitText(coach, 'Dana Ellis', 'main');
  await everyWay(coach, 'coach-candidates');
  await wide(coach);
  await Promise.all([coach.waitForNavigation(), click(coach, 'Dana Ellis', 'main')]);
  address = new URL(coach.url()).pathname;
  check(/^\/candidates\/\d+$/.test(address), address);
  await waitText(coach, 'lets you look. Nothing can be changed here.', '.banners');
  await coach.waitForSelector('main h1');
  equal(await coach.$$eval('nav[aria-label=Views] a', (list) => list.map((one) => one.getAttribute('href'))), [`${address}/`, `${address}/interviews`], 'views');
  const controls = await coach.$$eval('button, a', (list) => list.map((one) => one.textContent)); // the advice may speak of an answer
  for (const word of ['Add a call', 'They called', 'Something else happened', 'No answer', 'Send to'])
    check(!controls.some((control) => control.includes(word)), word);
  await everyWay(coach, 'coach-now');
  await wide(coach);
  await click(coach, 'Interviews', 'nav[aria-label=Views]');
  await waitText(coach, 'Kim Park', 'main');
  await click(coach, 'Kim Park', 'main');
  await coach.waitForFunction((start) => location.pathname.startsWith(`${start}/interviews/`), {}, address);
  await waitText(coach, 'What was agreed', 'main');
  await everyWay(coach, 'coach-call');
  await wide(coach);
  await goTo(coach, `${address}/settings`);
  equal(await heading(coach), 'There is nothing here', 'settings of another');
});

test('the candidate sees what was looked at', async () => {
  await goTo(candidate, '/settings');
  await click(candidate, 'Who looked, and when', '#access');
  await waitText(candidate, 'Robin Coach looked at your calls', '#access');
  await everyWay(candidate, 'access-looks', { typed: true });
  await wide(candidate);
});

test('taken back while the coach looks', async () => {
  await goTo(coach, address);
  await waitText(coach, 'lets you look', '.banners');
  await press(await find(candidate, 'Take it back', '#access .connection'));
  await waitText(candidate, 'Nobody else can see it', '#access');
  await until('the coach sees nothing any more', async () => (await heading(coach).catch(() => '')) === 'There is nothing here');
  check(!(await text(coach, 'main')).includes('Sam Lee'), 'a name that is left');
  await goTo(coach, '/candidates');
  await waitText(coach, 'Nobody has let you in yet', 'main');
  await stop();
  await browser.close();
});

await main();
