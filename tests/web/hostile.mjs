// What strangers write stays text, and what strangers serve changes nothing.
import { createServer } from 'node:http';
import { check, click, equal, launch, main, open, ready, serve, test, until } from './lib.mjs';

const server = await serve();
const browser = await launch();
const page = await open(browser, server);

const shots = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '"><script src=http://127.0.0.2:9/x.js></script>',
  '<iframe srcdoc="<script>alert(1)</script>">', '<a href="javascript:alert(1)">x</a>', '<img src="http://127.0.0.2:9/p.png">',
  '<link rel=stylesheet href=http://127.0.0.2:9/x.css>', '<style>@import "http://127.0.0.2:9/x.css"</style>', '<base href=http://127.0.0.2:9/>',
  '<meta http-equiv=refresh content="0;url=http://127.0.0.2:9/">', '<form action=http://127.0.0.2:9/><input autofocus onfocus=alert(1)>',
  '<object data=javascript:alert(1)>', '<embed src=http://127.0.0.2:9/x>', '<video><source onerror=alert(1)>', '<details open ontoggle=alert(1)>',
  '<math><mtext></mtext><script>alert(1)</script></math>', '<template><script>alert(1)</script></template>', '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}', '`-alert(1)-`', "';alert(1);//", '"-alert(1)-"', '</title><script>alert(1)</script>', '</textarea><script>alert(1)</script>',
  '<!--><img src=x onerror=alert(1)>-->', '<x onclick=alert(1) style=position:fixed;inset:0>x', 'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;', '&#60;img src=x onerror=alert(1)&#62;', '\u202e<script>alert(1)</script>', '<scr\u0000ipt>alert(1)</script>',
  '<ScRiPt>alert(1)</sCrIpT>', '<img/src=x/onerror=alert(1)>', '<body onload=alert(1)>', '<input type=image src=x onerror=alert(1)>',
  '<svg><use href="http://127.0.0.2:9/x.svg#a"/></svg>', '<button popovertarget=x>x</button>', '__proto__',
];
// Each into a subject, a summary, a name, a company, and a file's name.
const places = ['subject', 'summary', 'name', 'organizer', 'file'];
const payloads = shots.flatMap((shot) => places.map((place) => ({ shot, place })));

const ical = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/[\r\n\0]/g, ' ');
const param = (text) => text.replace(/["\r\n\0]/g, "'");
const stamp = (date) => date.toISOString().replace(/[-:]|\.\d+/g, '');

function invite(number, { shot, place }) {
  const start = new Date(Date.now() + (26 + number) * 3_600_000);
  const name = place === 'name' ? param(shot) : `Stranger ${number}`;
  const summary = place === 'summary' || place === 'file' ? ical(shot) : `Interview call ${number}`;
  const organizer = place === 'organizer' ? param(shot) : name;
  const calendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', 'METHOD:REQUEST', 'BEGIN:VEVENT', `UID:hostile-${number}@x.example`,
    `DTSTAMP:${stamp(new Date())}`, `DTSTART:${stamp(start)}`, `DTEND:${stamp(new Date(start.getTime() + 1_800_000))}`, 'SEQUENCE:0',
    `ORGANIZER;CN="${organizer}":mailto:s${number}@x.example`, 'ATTENDEE;CN="Jordan Ellis":mailto:jordan.ellis@example.com',
    `SUMMARY:${summary}`, `DESCRIPTION:${ical(shot)} I will call you on +1 312-555-0142.`, `LOCATION:${ical(shot)}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  const encoded = (text) => `=?UTF-8?B?${Buffer.from(text.replace(/\0/g, '')).toString('base64')}?=`;
  return [`From: ${encoded(name)} <s${number}@x.example>`, 'To: jordan.ellis@example.com', `Date: ${new Date().toUTCString()}`, `Message-ID: <h${number}@x.example>`,
    `Subject: ${place === 'subject' ? encoded(shot) : `Interview call ${number}`}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b',
    'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(`Hello, ${shot}\nI will call you then. ${shot}\n`).toString('base64'), '--b',
    'Content-Type: text/calendar; method=REQUEST; charset=utf-8', 'Content-Transfer-Encoding: base64', '',
    Buffer.from(calendar).toString('base64').replace(/.{76}/g, '$&\n'), '--b--', ''].join('\r\n');
}

test(`${payloads.length} payloads in subjects, summaries, names and files`, async () => {
  equal(await page.evaluate(async () => (await fetch('/api/v1/profile', {
    method: 'PUT', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Jordan Ellis', emails: ['jordan.ellis@example.com'], phone: '+13125550142', zone: 'America/Chicago', country: 'US' }),
  })).status), 200, 'profile');
  const mails = payloads.map((payload, number) => ({
    name: payload.place === 'file' ? `${payload.shot}.eml` : `${number}.eml`, text: invite(number, payload),
  }));
  const watched = await page.evaluate(async (all) => {
    let count = 0;
    for (const { name, text } of all) {
      const answer = await fetch(`/api/v1/import?name=${encodeURIComponent(name)}`, {
        method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: text,
      });
      if (answer.ok) count += (await answer.json()).ids.length;
    }
    return count;
  }, mails);
  check(watched >= payloads.length * 0.9, `only ${watched} of ${payloads.length} became calls`);
});

test('shown in every view they do nothing', async () => {
  const { interviews } = await page.evaluate(async () => (await fetch('/api/v1/interviews?state=all&limit=500')).json());
  check(interviews.length >= payloads.length * 0.9, 'they are there');
  for (const path of ['/', '/interviews', '/calendar', '/search']) {
    await page.goto(server.origin + path);
    await ready(page);
  }
  // Each call's own page, drawn by the page's own routing.
  await page.goto(`${server.origin}/interviews`);
  await ready(page);
  for (const { id } of interviews) {
    await page.evaluate((path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }, `/interviews/${id}`);
    await page.waitForSelector('.facts');
  }
  const foreign = await page.evaluate(() => document.querySelectorAll('main script, main iframe, main img, main object, main embed, main form[action], main link').length);
  equal(foreign, 0, 'elements made of strangers’ text');
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.protocol));
  check(links.every((protocol) => ['http:', 'https:', 'tel:', 'mailto:'].includes(protocol)), `links: ${links}`);
});

test('files with hostile names, picked by hand', async () => {
  await page.goto(server.origin);
  await ready(page);
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'], '<img src=x onerror=alert(1)>.ics'));
    files.items.add(new File(['nothing that we know'], '"><script>alert(1)</script>'));
    for (const kind of ['dragenter', 'drop'])
      dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
  });
  await page.waitForSelector('dialog .imported > li:nth-child(2)');
  await click(page, 'Good', 'dialog');
});

test('a hostile page on another port changes nothing and learns nothing', async () => {
  const before = await page.evaluate(async () => (await fetch('/api/v1/export')).text());
  const learnt = [];
  const enemy = createServer((request, response) => {
    if (request.url.startsWith('/learnt')) { learnt.push(request.url); response.end(); return; }
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>enemy</title>
      <iframe name=frame src="${server.origin}/"></iframe>
      <img src="${server.origin}/api/v1/interviews/1/acts">
      <form id=f method=post enctype=text/plain target=frame action="${server.origin}/api/v1/interviews/1/acts"><input name='{"act":"withdrawn","text":"' value='"}'></form>
      <script src="${server.origin}/api/v1/now"></script>
      <script>
        const to = ${JSON.stringify(server.origin)} + '/api/v1/';
        const body = JSON.stringify({act: 'withdrawn'});
        const tries = [];
        for (const mode of ['cors', 'no-cors'])
          for (const credentials of ['include', 'omit'])
            for (const type of ['application/json', 'text/plain'])
              for (const [method, path] of [['POST', 'interviews/1/acts'], ['DELETE', 'account'], ['PUT', 'policy'], ['POST', 'stories/late-recruiter']])
                tries.push(fetch(to + path, {method, mode, credentials, headers: {'Content-Type': type}, body}).catch(() => null));
        for (const path of ['now', 'export', 'session'])
          tries.push(fetch(to + path, {credentials: 'include'}).then((r) => r.text()).then((t) => fetch('/learnt?' + t.slice(0, 20))).catch(() => null));
        document.getElementById('f').submit();
        const events = new EventSource(to + 'events', {withCredentials: true});
        events.onopen = () => fetch('/learnt?events');
        Promise.all(tries).then(() => { document.title = 'done'; });
      </script>`);
  });
  await new Promise((resolve) => enemy.listen(0, '127.0.0.1', resolve));
  const visitor = await browser.newPage();
  await visitor.goto(`http://127.0.0.1:${enemy.address().port}/`, { waitUntil: 'load' });
  await until('its tries to end', async () => (await visitor.title()) === 'done');
  equal(await visitor.$$eval('iframe', (frames) => frames.map((frame) => { try { return frame.contentDocument?.body.innerText.includes('crickets') ?? false; } catch { return false; } })), [false], 'the page in a frame');
  const inside = visitor.frames().find((frame) => frame.url().startsWith(server.origin));
  equal(inside ? await inside.evaluate(() => document.querySelectorAll('h1').length).catch(() => 0) : 0, 0, 'the page drawn in a frame');
  equal(learnt, [], 'what it learnt');
  const after = await page.evaluate(async () => (await fetch('/api/v1/export')).text());
  check(before === after, 'something was changed');
  await visitor.close();
  enemy.closeAllConnections();
  enemy.close();
});

test('no dialog, no foreign request, no broken rule, through all of it', async () => {
  equal(page.bad, [], 'what must never happen');
  await browser.close();
  await server.stop();
});

await main();
