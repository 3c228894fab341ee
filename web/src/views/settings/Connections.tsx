// Mailbox, sending, calendar, phone and where to be told: each with a live check.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../../api';
import { useDeed } from '../../deed';
import { refresh, useDocument } from '../../documents';
import { serverNow } from '../../clock';
import { Dialog } from '../../parts/Dialog';
import { Icon, type IconName } from '../../parts/Icon';
import { say } from '../../parts/Toast';
import type { Checks, Connection, Connections as List, Session } from '../../types';
import { millis, sayDistance } from '../../when';
import { ConnectMailbox } from './Mailbox';
import { sentence } from '../../words';

interface Kind { title: string; about: string; icon: IconName; url?: { label: string; example: string }; user?: boolean; secret?: string }

const kinds: Record<string, Kind> = {
  imap: { title: 'Mailbox', about: 'Reads what recruiters write (IMAP). Mail stays unread.', icon: 'mail' },
  smtp: { title: 'Sending', about: 'Sends your letters (SMTP).', icon: 'send', url: { label: 'Server', example: 'smtps://smtp.example.com' }, user: true, secret: 'Password, best one for apps' },
  caldav: { title: 'Calendar', about: 'Knows when you are free, writes new times (CalDAV).', icon: 'calendar', url: { label: 'Address', example: 'https://calendar.example.com/' }, user: true, secret: 'Password' },
  ics: { title: 'Calendar by link', about: 'Reads a published calendar (.ics).', icon: 'link', url: { label: 'Address', example: 'https://example.com/my.ics' } },
  kdeconnect: { title: 'Phone by KDE Connect', about: 'Sees missed calls of a paired phone.', icon: 'phone' },
  desktop: { title: 'Desktop', about: 'Tells you on this machine’s desktop.', icon: 'bell' },
  ntfy: { title: 'ntfy', about: 'Tells your phone through an ntfy topic.', icon: 'bell', url: { label: 'Topic address', example: 'https://ntfy.sh/my-secret-topic' }, secret: 'Token, if it needs one' },
  webhook: { title: 'Webhook', about: 'Tells a program of yours.', icon: 'plug', url: { label: 'Address', example: 'https://example.com/hook' }, secret: 'Signing key, if you want one' },
  sendmail: { title: 'Sending by command', about: 'Sends through this machine’s mail command.', icon: 'send' },
  calls: { title: 'Call log folder', about: 'Reads call logs that your phone puts there.', icon: 'phone' },
};
const offered = ['imap', 'smtp', 'caldav', 'ics', 'kdeconnect', 'ntfy', 'webhook', 'desktop'];
const sends = (one: Connection) => one.kind === 'smtp' || one.kind === 'sendmail';
const ofThisMachine = ['kdeconnect', 'desktop']; // which a service does not share
const kindOf = (kind: string): Kind => kinds[kind] ?? { title: kind, about: '', icon: 'plug' };

export function Connections() {
  const { data, problem } = useDocument<List>('connections');
  const member = useDocument<Session>('session').data?.member;
  const [adding, setAdding] = useState<string | null>(null);
  const taken = data?.connections.map((one) => one.name) ?? [];
  return (
    <section class="card" id="connections" aria-labelledby="connections-title">
      <h2 id="connections-title">Connections</h2>
      <p class="quiet-text">Everything works from files, too. What you connect is read from here only, and passwords are kept sealed.</p>
      {problem && <p class="problem">{sentence(problem.detail || problem.title)}</p>}
      {data && data.connections.length > 0 && (
        <ul class="connections">{data.connections.map((one) => <li key={one.name}><One connection={one} /></li>)}</ul>
      )}
      <h3>Connect</h3>
      <ul class="kinds">
        {offered.filter((kind) => !member || !ofThisMachine.includes(kind)).map((kind) => (
          <li key={kind}>
            <button type="button" class="story" onClick={() => setAdding(kind)}>
              <strong><Icon name={kindOf(kind).icon} size={18} /> {kindOf(kind).title}</strong>
              <span class="quiet-text">{kindOf(kind).about}</span>
            </button>
          </li>
        ))}
      </ul>
      {adding === 'imap' && data && <ConnectMailbox name={freeName('imap', taken)} sender={data.connections.some(sends) ? null : freeName('smtp', taken)} onClose={() => setAdding(null)} />}
      {adding && adding !== 'imap' && <Connect kind={adding} taken={taken} onClose={() => setAdding(null)} />}
    </section>
  );
}

function One({ connection }: { connection: Connection }) {
  const [checks, setChecks] = useState<Checks | null>(null);
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const kind = kindOf(connection.kind);
  const { status } = connection;
  const check = async () => {
    setBusy(true);
    try {
      setChecks(await post<Checks>(`connections/${connection.name}/check`));
      await refresh();
    } catch (error) {
      setChecks({ ok: false, checks: [{ name: 'check', ok: false, text: wordsOf(error), remedy: null }] });
    }
    setBusy(false);
  };
  const forget = async () => {
    try {
      await remove(`connections/${connection.name}`);
      await refresh();
      say('Forgotten, with its password.');
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
  };
  return (
    <div class="connection">
      <div class="row">
        <div>
          <strong><Icon name={kind.icon} size={18} /> {kind.title}</strong>{' '}
          <span class="quiet-text break">{[connection.user, connection.url].filter(Boolean).join(' · ')}</span>
        </div>
        <span class={`chip ${!status ? '' : status.ok ? 'phase-held' : 'phase-missed'}`}>
          <Icon name={!status ? 'clock' : status.ok ? 'check' : 'alert'} size={14} />
          {!status ? 'Not tried yet' : status.ok ? 'Works' : 'Trouble'}
        </span>
      </div>
      {status?.at && <p class="quiet-text">Last read {sayDistance(serverNow(), millis(status.at))}.</p>}
      {status?.error && <p class="problem break">{sentence(status.error)}</p>}
      <div aria-live="polite">
        {checks && (
          <ul class="checks">
            {checks.checks.map((one) => (
              <li key={one.name}><Icon name={one.ok ? 'check' : 'cross'} size={16} /><span class="visually-hidden">{one.ok ? 'Fine: ' : 'Not fine: '}</span> <span class="break">{sentence(one.text)}{one.remedy && <span class="quiet-text"> {sentence(one.remedy)}</span>}</span></li>
            ))}
          </ul>
        )}
      </div>
      <div class="actions">
        <button type="button" class="button small" disabled={busy} onClick={() => void check()}>{busy ? 'Trying …' : 'Try it now'}</button>
        {sure
          ? <><button type="button" class="button small danger" onClick={() => void forget()}>Yes, forget it</button><button type="button" class="button small quiet" onClick={() => setSure(false)}>Keep it</button></>
          : <button type="button" class="button small quiet" onClick={() => setSure(true)}>Forget</button>}
      </div>
    </div>
  );
}

function freeName(kind: string, taken: string[]): string {
  if (!taken.includes(kind)) return kind;
  let number = 2;
  while (taken.includes(`${kind}-${number}`)) number++;
  return `${kind}-${number}`;
}

function Connect({ kind, taken, onClose }: { kind: string; taken: string[]; onClose: () => void }) {
  const about = kindOf(kind);
  const [url, setUrl] = useState('');
  const [user, setUser] = useState('');
  const [secret, setSecret] = useState('');
  const { busy, problem, run } = useDeed();
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const name = freeName(kind, taken);
      await post<Connection>('connections', {
        name, kind,
        ...(about.url ? { url: url.trim() } : {}),
        ...(about.user ? { user: user.trim() } : {}),
        ...(secret ? { auth: 'password', secret } : about.user || about.secret ? {} : { auth: 'none' }),
      });
      await refresh();
      say('Connected. Try it now to see whether all is well.');
      onClose();
    });
  };
  return (
    <Dialog title={`Connect: ${about.title}`} open onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <p>{about.about}</p>
        {about.url && <label class="field"><span>{about.url.label}</span>
          <input type="url" required placeholder={about.url.example} value={url} autoFocus onInput={(e) => setUrl(e.currentTarget.value)} /></label>}
        {about.user && <label class="field"><span>User, mostly your e-mail address</span>
          <input type="text" required autoComplete="username" value={user} onInput={(e) => setUser(e.currentTarget.value)} /></label>}
        {about.secret && <label class="field"><span>{about.secret}</span>
          <input type="password" required={about.user ?? false} autoComplete="off" value={secret} onInput={(e) => setSecret(e.currentTarget.value)} /></label>}
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions">
          <button type="submit" class="button primary" disabled={busy}>Connect</button>
          <button type="button" class="button quiet" onClick={onClose}>Not now</button>
        </div>
      </form>
    </Dialog>
  );
}
