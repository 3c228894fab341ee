// What every browser test needs: a throw-away server, a real browser, TAP, and waiting on conditions.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

// Other tests may keep the machine busy, and the server runs under the sanitizers.
const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 240_000);

// Nobody has named a zone in some of the stories: then the page is on the clock of the machine, whose zone must not matter.
process.env.TZ = 'UTC';

export const crickets = process.argv[2];
export const artefacts = process.argv[3];
export const folder = await mkdtemp(join(tmpdir(), 'crickets-web-'));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function until(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The command must not meet the settings, secrets or desktop of whoever runs the tests. */
const environment = (home) => ({
  ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
});

/** Runs the command once and gives what it printed. */
export async function run(database, ...args) {
  const child = spawn(crickets, ['--db', `sqlite:${database}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment(folder) });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => { out += data; });
  child.stderr.on('data', (data) => { err += data; });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`crickets ${args.join(' ')}: exit ${code}\n${err}`);
  return out;
}

/** A server of its own on a free port. at: where its clock begins. link opens the door, once.
    connections: what connections.ini says at first. */
export async function serve({ database = join(folder, `${Math.random().toString(36).slice(2)}.db`), at, connections } = {}) {
  const home = await mkdtemp(join(folder, 'home-'));
  if (connections) {
    await mkdir(join(home, 'crickets'));
    await writeFile(join(home, 'crickets', 'connections.ini'), connections, { mode: 0o600 });
  }
  const server = { database, link: '', origin: '', opened: false };
  let child;
  let ended;
  let err = '';
  const start = async (port, now) => {
    child = spawn(crickets, ['--db', `sqlite:${database}`, ...(now ? ['--now', now] : []), 'serve', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'], env: environment(home) });
    let out = '';
    let gone = false;
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { err += data; });
    ended = new Promise((resolve) => child.on('close', () => { gone = true; resolve(); }));
    server.link = await until('the printed link', () => {
      if (gone) throw new Error(`serve ended: ${err}`);
      return /http:\/\/\S+/.exec(out)?.[0];
    });
    server.origin = new URL(server.link).origin;
  };
  server.stop = async () => {
    child.kill('SIGTERM');
    await ended;
    if (/Sanitizer|runtime error:/.test(err)) throw new Error(err);
  };
  /** It hears, and answers nothing, while this is done. */
  server.silent = async (deed) => {
    child.kill('SIGSTOP');
    try { await deed(); } finally { child.kill('SIGCONT'); }
  };
  /** The same server on the same port, later, or after a rest. */
  server.startAgain = (now) => start(Number(new URL(server.origin).port), now);
  await start(0, at);
  return server;
}

/** A throw-away mailbox and a server to send through; stop gives what was sent. */
export async function startMail() {
  const child = spawn('/usr/bin/python3', ['-B', new URL('mail.py', import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data) => { out += data; });
  const line = async (number) => JSON.parse((await until('the mail servers', () => out.split('\n').length > number + 1 && out.split('\n')))[number]);
  return {
    connections: await line(0),
    stop: async () => {
      child.stdin.end();
      return line(1);
    },
  };
}

/** A service of many accounts: ask has its helper (service.py) do something, and gives what it says. */
export async function startService() {
  const helper = spawn('/usr/bin/python3', ['-B', new URL('service.py', import.meta.url).pathname, crickets], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  let heard = 0;
  helper.stdout.on('data', (data) => { said += data; });
  const hear = async () => {
    const line = await until('the service', () => said.split('\n').length > heard + 1 && said.split('\n')[heard]);
    heard++;
    return JSON.parse(line);
  };
  const ask = async (document) => {
    helper.stdin.write(`${JSON.stringify(document)}\n`);
    return hear();
  };
  const stop = async () => {
    helper.stdin.end();
    await new Promise((resolve) => helper.on('close', resolve));
  };
  return { server: { ...(await hear()), opened: true }, ask, stop };
}

const examples = new URL('../../examples/', import.meta.url).pathname;
export const example = (story, file) => join(examples, story, file);

/** A database in which these files of a story were taken in, as they came. */
export async function world(story, at, files, calendars = []) {
  const database = join(folder, `${story}-${Math.random().toString(36).slice(2)}.db`);
  await run(database, 'setup', example(story, 'profile.ini'));
  await run(database, '--now', at, 'import', ...files.map((file) => example(story, file)));
  if (calendars.length) await run(database, '--now', at, 'import', '--as', 'calendar', ...calendars.map((file) => example(story, file)));
  return database;
}

const chromium = '/usr/bin/chromium';
const engine = '/usr/lib/chromium/chromium-headless-shell';

/** The engine without the windows around it, which take a quarter of the time. whole: with them, and with notifications. */
export async function launch({ whole = false } = {}) {
  return puppeteer.launch({
    executablePath: !whole && existsSync(engine) ? engine : chromium,
    userDataDir: await mkdtemp(join(folder, 'browser-')),
    timeout: PATIENCE_MS,
    protocolTimeout: PATIENCE_MS * 2,
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--lang=en-US'],
  });
}

/** A page that remembers what must never happen: errors, dialogs, foreign requests, broken rules. */
export async function open(browser, server, path = '/') {
  const page = await browser.newPage();
  page.server = server;
  page.setDefaultTimeout(PATIENCE_MS);
  page.bad = [];
  page.on('pageerror', (error) => page.bad.push(`error: ${error.message}`));
  page.on('dialog', async (dialog) => { page.bad.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Trusted/i.test(message.text())) page.bad.push(message.text());
  });
  page.on('request', (request) => {
    // What the page of a server that has gone still asks of it is no stranger's.
    const home = request.isNavigationRequest() ? page.server.origin : new URL(request.frame()?.url() ?? page.server.origin).origin;
    if (!/^(data|blob|about):/.test(request.url()) && new URL(request.url()).origin !== home) page.bad.push(`foreign: ${request.url()}`);
  });
  await page.goto(server.opened ? server.origin : server.link); // the link opens once; then a cookie does
  server.opened = true;
  if (path !== '/') await page.goto(server.origin + path);
  await ready(page);
  return page;
}

export async function ready(page) {
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => !document.querySelector('.loading'));
}

/** Until what is shown has been the same for a while: all that it waits for has come. */
export const still = (page) => page.waitForFunction(() => {
  const shown = document.querySelector('main')?.innerHTML;
  window.stillFor = window.stillShown === shown ? (window.stillFor ?? 0) + 1 : 0;
  window.stillShown = shown;
  return window.stillFor >= 4 && !document.querySelector('.loading');
}, { polling: 100 });

export const text = (page, selector) => page.$eval(selector, (node) => node.innerText.replace(/\s+/g, ' ').trim());
export const heading = (page) => text(page, 'main h1');
export const waitText = (page, wanted, selector = 'body') => page.waitForFunction(
  (sel, want) => [...document.querySelectorAll(sel)].some((node) => node.innerText.replace(/\s+/g, ' ').includes(want)),
  {}, selector, wanted);

/** A button or link by its words. */
export async function find(page, words, within = 'body') {
  return page.waitForSelector(`${within} ::-p-xpath(.//*[self::button or self::a or self::summary][contains(normalize-space(.), "${words}")])`, { visible: true });
}
export const click = async (page, words, within) => press(await find(page, words, within));

/** A real click. What is read meanwhile may move its target from under it: then it is made again. */
export async function press(target) {
  await target.evaluate((node) => node.addEventListener('click', () => { node.pressed = true; }, { once: true, capture: true }));
  await until('a click to meet its target', async () => {
    await target.click();
    return target.evaluate((node) => node.pressed).catch(() => true); // it led to another page
  });
}

/** The last word in the corner could lie over what is clicked next. */
export async function hush(page) {
  await page.waitForSelector('.toast');
  await page.waitForFunction(() => {
    document.querySelector('.toast .icon-button')?.click();
    return !document.querySelector('.toast');
  });
}

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const colourRules = ['color-contrast', 'link-in-text-block']; // what a theme can break

export async function axe(page, runOnly = everyRule) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    // Through the debugger, which the page's content policy does not bind.
    await page.evaluate(axeSource);
  }
  const violations = await page.evaluate(async (rules) => (await window.axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations, runOnly);
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

/** What is being drawn anew has no heading for a moment. */
async function axeAtRest(page, rules) {
  const found = await axe(page, rules);
  if (found.length === 0) return found;
  await still(page);
  return axe(page, rules);
}

export async function screenshot(page, name) {
  if (!artefacts) return;
  await mkdir(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true, optimizeForSpeed: true });
}

const widths = [[390, 844], [820, 1100], [1360, 900]];
const themes = ['light', 'dark'];

/** The view that is on the screen, in every width and theme. typed: what was typed must stay, so nothing may load the page anew. */
export async function everyWay(page, name, { typed = false } = {}) {
  const broken = [];
  for (const [width, height] of widths) {
    await page.setViewport({ width, height, isMobile: !typed && width < 500, hasTouch: !typed && width < 500 });
    for (const theme of themes) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
      await ready(page);
      await page.evaluate(() => document.fonts.ready);
      await screenshot(page, `${name}-${width}-${theme}`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wider > 0) broken.push(`${width} ${theme}: ${wider} px wider than the screen`);
      const rules = theme === 'light' ? everyRule : colourRules;
      broken.push(...(await axeAtRest(page, rules)).map((line) => `${width} ${theme}: ${line}`));
    }
  }
  await page.setViewport({ width: 320, height: 640 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) broken.push(`320: ${wider} px wider than the screen`);
  equal(broken, [], name);
}

export function equal(got, wanted, what) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
export function check(condition, what) {
  if (!condition) throw new Error(what);
}

const cases = [];
export const test = (name, body) => cases.push({ name, body });

/** Runs the cases one after another and reports them as TAP. */
export async function main() {
  console.log(`1..${cases.length}`);
  let failed = 0;
  for (const [index, { name, body }] of cases.entries()) {
    try {
      await body();
      console.log(`ok ${index + 1} - ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${index + 1} - ${name}`);
      String(error.stack ?? error).split('\n').forEach((line) => console.log(`# ${line}`));
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(failed ? 1 : 0);
}
