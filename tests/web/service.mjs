// The way into a service in a real browser, with an authenticator of its own: invited, signed up, an app,
// a passkey, another session ended, a forgotten password, an institution, and the end of it.
import { axe, check, click, equal, everyWay as everyWayOf, find, heading, hush, launch, main, open, ready, screenshot, startService, test, text, until, waitText } from './lib.mjs';

const { server, ask, stop } = await startService();
const browser = await launch();
const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'another good password';

const context = await browser.createBrowserContext();
const page = await open(context, server, '/sign-in');
const everyWay = (name) => everyWayOf(page, name);
const wide = () => page.setViewport({ width: 1360, height: 900 });

async function goTo(path, where = page) {
  await where.goto('about:blank');
  await where.goto(server.origin + path);
  await ready(where);
}
const type = async (selector, words, where = page) => { await where.click(selector, { count: 3 }); await where.keyboard.type(words); };
async function signIn(password, where = page) {
  await where.waitForSelector('input[type=password]');
  if (!(await where.$eval('input[type=email]', (input) => input.readOnly))) await type('input[type=email]', 'dana@north.example', where);
  await type('input[type=password]', password, where);
  await click(where, 'Sign in', 'form');
}
const isIn = (where = page) => where.waitForFunction(() => location.pathname === '/' && document.querySelector('nav[aria-label=Views]') && document.querySelector('main h1'));
/** Without a reload, which would take the authenticator away. */
const toSettings = () => page.evaluate(() => { history.pushState(null, '', '/settings'); dispatchEvent(new PopStateEvent('popstate')); });
/** Its pauses are short from the next load on, and its streams are counted. */
const hurry = (where) => where.evaluateOnNewDocument(() => {
  const { setTimeout, EventSource } = window;
  window.streams = 0;
  window.setTimeout = (deed, pause, ...more) => setTimeout(deed, Math.min(pause, 50), ...more);
  window.EventSource = class extends EventSource {
    constructor(...words) { super(...words); window.streams++; window.stream = this; }
  };
});
/** Who is at the door hears nothing by asking again. */
const asksNoMore = (where) => until('no stream is asked for any more', () => where.evaluate(async () => {
  const before = window.streams;
  if (window.stream.readyState !== EventSource.CLOSED) return false; // the browser's own tries are not counted
  for (let i = 0; i < 30; i++) await new Promise((done) => { setTimeout(done, 5000); });
  return window.streams === before;
}));
async function signOut() {
  await goTo('/settings');
  await click(page, 'Sign out', '#signing-in');
  await until('the door', async () => (await heading(page).catch(() => '')) === 'Sign in');
}

test('without a session: the door, in every width and theme', async () => {
  await goTo('/');
  equal(await heading(page), 'Sign in', 'heading');
  await find(page, 'Northwind University');
  await everyWay('service-sign-in');
  await wide();
  await type('input[type=email]', 'dana@north.example');
  await type('input[type=password]', 'not the password');
  await click(page, 'Sign in', 'form');
  await waitText(page, 'The address or the password is not right.', '[role=alert]');
});

test('what an institution said is told; what an address says is not', async () => {
  await page.goto(`${server.origin}/sign-in/back?state=nobody-began-this`);
  await waitText(page, 'That took too long', '[role=alert]');
  await goTo('/sign-in#problem=Your%20account%20is%20locked.%20Call%20us');
  await find(page, 'Northwind University');
  check(!(await text(page, 'main')).includes('locked'), 'an address that speaks for the service');
});

test('an invitation is accepted', async () => {
  await goTo(`/invitation#${await ask({ invite: 'dana@north.example' })}`);
  await page.waitForFunction(() => document.querySelector('input[type=email]')?.value === 'dana@north.example');
  await everyWay('service-invitation');
  await wide();
  await goTo(`/invitation#${'x'.repeat(54)}`);
  await waitText(page, 'not good', 'main');
  await goTo(`/invitation#${await ask({ invite: 'dana@north.example' })}`);
  await page.waitForFunction(() => document.querySelector('input[type=email]')?.value === 'dana@north.example');
  await type('input[autocomplete=name]', 'Dana Ellis');
  await type('input[type=password]', PASSWORD);
  await click(page, 'Begin', 'form');
  await isIn();
  await until('the welcome', async () => (await heading(page).catch(() => '')).startsWith('A call was promised?'));
});

test('how one signs in, under Settings', async () => {
  await goTo('/settings');
  await page.waitForSelector('#signing-in .connection');
  await waitText(page, 'Not confirmed yet', '#signing-in');
  await everyWay('service-settings');
  await wide();
});

let secret;
let codes;
test('an app: its picture, its code, and what stands in for it', async () => {
  await goTo('/settings');
  await click(page, 'Set up an app', '#signing-in');
  await page.waitForSelector('dialog svg.qr');
  secret = (await text(page, 'dialog code')).replaceAll(' ', '');
  check(/^[A-Z2-7]{32}$/.test(secret), secret);
  await everyWayOf(page, 'service-app', { typed: true });
  await wide();
  await type('dialog input', '000000');
  await click(page, 'Switch it on', 'dialog');
  await waitText(page, 'code of just now', '.toast');
  await hush(page);
  await type('dialog input', await ask({ totp: secret }));
  await click(page, 'Switch it on', 'dialog');
  await waitText(page, 'Shown this once', 'dialog');
  codes = await page.$$eval('dialog .codes code', (list) => list.map((one) => one.innerText));
  equal(codes.length, 10, 'codes');
  equal(await axe(page), [], 'recovery codes');
  await screenshot(page, 'service-codes');
  await click(page, 'I have them', 'dialog');
  await waitText(page, '10 recovery codes are left', '#signing-in');
});

test('password and code, or a recovery code', async () => {
  await signOut();
  await signIn(PASSWORD);
  await page.waitForSelector('input[autocomplete=one-time-code]');
  await everyWayOf(page, 'service-code', { typed: true });
  await wide();
  await type('input[autocomplete=one-time-code]', '000000');
  await click(page, 'Go on', 'form');
  await waitText(page, 'not right', '[role=alert]');
  await type('input[autocomplete=one-time-code]', codes[0]);
  await click(page, 'Go on', 'form');
  await isIn();
});

test('a passkey is made, and signs in alone', async () => {
  const client = await page.createCDPSession();
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await toSettings();
  await click(page, 'Add a passkey', '#signing-in');
  await click(page, 'Make it', '#signing-in');
  await waitText(page, 'Not used yet', '#signing-in');
  await click(page, 'Sign out', '#signing-in');
  await until('the door', async () => (await heading(page).catch(() => '')) === 'Sign in');
  await click(page, 'With a passkey');
  await isIn();
  await toSettings();
  await waitText(page, 'with passkey', '#signing-in');
  await waitText(page, 'Last used', '#signing-in');
  // It is of no use any more once it is removed.
  await click(page, 'Remove This device', '#signing-in');
  await click(page, 'Yes, remove it', '#signing-in');
  await page.waitForFunction(() => !document.querySelector('#signing-in').innerText.includes('Last used'));
  await click(page, 'Sign out', '#signing-in');
  await until('the door', async () => (await heading(page).catch(() => '')) === 'Sign in');
  await click(page, 'With a passkey');
  await waitText(page, 'not known here', '[role=alert]');
  await client.detach();
});

test('another session is ended, and its window finds itself at the door', async () => {
  await goTo('/sign-in');
  await signIn(PASSWORD);
  await page.waitForSelector('input[autocomplete=one-time-code]');
  await type('input[autocomplete=one-time-code]', codes[1]);
  await click(page, 'Go on', 'form');
  await isIn();
  const second = await browser.createBrowserContext();
  const other = await open(second, server, '/sign-in');
  await hurry(other);
  await goTo('/sign-in', other);
  await signIn(PASSWORD, other);
  await other.waitForSelector('input[autocomplete=one-time-code]');
  await type('input[autocomplete=one-time-code]', codes[2], other);
  await click(other, 'Go on', 'form');
  await isIn(other);
  await page.bringToFront();
  await goTo('/settings');
  await page.waitForFunction(() => [...document.querySelectorAll('#signing-in .connection')].some((one) => one.innerText.includes('here')));
  await click(page, 'End', '#signing-in .connection');
  await click(page, 'Yes, end it', '#signing-in');
  await until('the other at the door', async () => (await heading(other).catch(() => '')) === 'Sign in');
  await asksNoMore(other);
  const streams = await other.evaluate(() => window.streams);
  await signIn(PASSWORD, other); // and hears again
  await other.waitForSelector('input[autocomplete=one-time-code]');
  await type('input[autocomplete=one-time-code]', codes[4], other);
  await click(other, 'Go on', 'form');
  await isIn(other);
  await other.waitForFunction((before) => window.streams > before, {}, streams);
  equal(other.bad, [], 'the other window');
  await second.close();
});

test('a change asks who it is after a while', async () => {
  await ask({ sql: `UPDATE crickets.credential SET body = jsonb_set(body::jsonb, '{proved}', '0') WHERE kind = 'session'` });
  await goTo('/settings');
  await click(page, 'Remove the app', '#signing-in');
  await page.waitForSelector('dialog input[type=password]');
  equal(await axe(page), [], 'the dialog');
  await screenshot(page, 'service-prove');
  await type('dialog input[type=password]', PASSWORD);
  await click(page, 'Sign in', 'dialog form');
  await page.waitForSelector('dialog input[autocomplete=one-time-code]');
  await type('dialog input[autocomplete=one-time-code]', codes[3]);
  await click(page, 'Go on', 'dialog form');
  await waitText(page, 'No code is asked for any more', '.toast');
  await find(page, 'Set up an app');
});

test('a forgotten password', async () => {
  await signOut();
  await click(page, 'Forgotten your password?');
  await until('the form', async () => (await heading(page)) === 'A new password');
  await everyWay('service-forgotten');
  await wide();
  await type('input[type=email]', 'dana@north.example');
  await click(page, 'Send me a link');
  await waitText(page, 'on its way', 'main');
  await goTo(`/reset#${await ask({ mail: ['dana@north.example', 'new password'] })}`);
  await everyWay('service-reset');
  await wide();
  await type('input[autocomplete=new-password]', NEW_PASSWORD);
  await click(page, 'Change it', 'form');
  await waitText(page, 'signed out everywhere', 'main');
  await click(page, 'Sign in', 'main');
  await signIn(NEW_PASSWORD);
  await isIn();
});

test('an address is confirmed by its letter', async () => {
  await goTo(`/address#${await ask({ mail: ['dana@north.example', 'your address'] })}`);
  await until('an answer', async () => /It is your address|not good/.test(await heading(page)));
  await screenshot(page, 'service-address');
});

test('by an institution', async () => {
  await signOut();
  const there = await context.newPage(); // of its own: it leaves our pages
  await there.goto(`${server.origin}/sign-in`);
  await click(there, 'Northwind University');
  await isIn(there);
  equal(new URL(there.url()).origin, server.origin, 'where it came back to');
  await there.goto(`${server.origin}/settings`);
  await waitText(there, 'with institution', '#signing-in');
  await there.close();
});

test('who runs it sees counts, invites, and takes it back', async () => {
  const third = await browser.createBrowserContext();
  const admin = await open(third, server, `/invitation#${await ask({ invite: 'kim@north.example', options: ['--as', 'administrator'] })}`);
  await admin.waitForFunction(() => document.querySelector('input[type=email]')?.value);
  await type('input[autocomplete=name]', 'Kim', admin);
  await type('input[type=password]', PASSWORD, admin);
  await click(admin, 'Begin', 'form');
  await isIn(admin);
  await goTo('/settings', admin);
  await waitText(admin, 'Counts and health', '#service');
  const listed = (wanted) => admin.waitForFunction((want) => Boolean(document.querySelector('#service .connections')) === want, { timeout: 8000 }, wanted).then(() => true, () => false);
  await until('an invitation', async () => {
    await type('#service input[type=email]', 'lee@north.example', admin);
    await admin.keyboard.press('Enter');
    return listed(true);
  });
  await waitText(admin, 'lee@north.example', '#service .connections');
  await screenshot(admin, 'service-counts');
  equal(await axe(admin), [], 'counts');
  await until('an invitation taken back', async () => {
    await click(admin, 'Take it back', '#service .connections').catch(() => {});
    return listed(false);
  });
  await third.close();
});

test('all is erased, and the way in with it', async () => {
  await goTo('/settings');
  await click(page, 'Erase everything', '#data');
  await type('#data input[type=text]', 'erase everything');
  await Promise.all([page.waitForNavigation(), click(page, 'Erase everything', '#data form')]);
  await until('the door', async () => (await heading(page).catch(() => '')) === 'Sign in');
  await signIn(NEW_PASSWORD);
  await waitText(page, 'not right', '[role=alert]');
  equal(page.bad, [], 'what must never happen');
  await stop();
  await browser.close();
});

await main();
