// A mailbox by its address: its servers are found out, tried, and kept when they work.
import { useState } from 'preact/hooks';
import { get, post, remove } from '../../api';
import { useDeed } from '../../deed';
import { refresh, useDocument } from '../../documents';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { say } from '../../parts/Toast';
import type { Checks, Connection, Profile, Servers } from '../../types';
import { sentence } from '../../words';

interface Props { name: string; /** of the one that sends; null: there is one already */ sender: string | null; onClose: () => void }

export function ConnectMailbox({ name, sender, onClose }: Props) {
  const own = useDocument<Profile>('profile').data?.emails[0];
  const [typed, setAddress] = useState<string | null>(null);
  const address = typed ?? own ?? '';
  const [secret, setSecret] = useState('');
  const [imap, setImap] = useState('');
  const [smtp, setSmtp] = useState('');
  const [found, setFound] = useState<Servers | null>(null);
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useDeed();
  const [failed, setFailed] = useState<Checks['checks'] | null>(null);
  const names = sender ? [name, sender] : [name];

  const retype = (text: string) => {
    setAddress(text);
    setFound(null);
  };
  /** null: something is to be answered first. */
  const find = async (written: string, exact: boolean): Promise<Servers | null> => {
    if (imap) return { meant: null, imap, smtp: smtp || null, caldav: null, hint: found?.hint ?? null, saves_sent: found?.saves_sent ?? false, guessed: false };
    const { body } = await get<Servers>(`servers?address=${encodeURIComponent(written)}${exact ? '&exact=1' : ''}`);
    setFound(body);
    if (body.meant) return null;
    if (body.guessed) {
      setImap(body.imap ?? '');
      setSmtp(body.smtp ?? '');
      setOpen(true);
      return null;
    }
    return body;
  };
  const tryIt = async (servers: Servers) => {
    const user = address.trim();
    await post<Connection>('connections', { name, kind: 'imap', url: servers.imap, user, auth: 'password', secret });
    if (sender && servers.smtp) await post<Connection>('connections', { name: sender, kind: 'smtp', url: servers.smtp, user, auth: 'password', secret, saves_sent: servers.saves_sent });
    const wrong: Checks['checks'] = [];
    for (const one of sender && servers.smtp ? names : [name]) wrong.push(...(await post<Checks>(`connections/${one}/check`)).checks.filter((check) => !check.ok));
    await refresh();
    if (wrong.length) return setFailed(wrong);
    say(servers.caldav ? `Connected. Your calendar is probably at ${servers.caldav}.` : 'Connected: it works.');
    onClose();
  };
  const connect = (written: string, exact: boolean) => run(async () => {
    const servers = await find(written.trim(), exact);
    if (servers) await tryIt(servers);
  });
  const forget = () => run(async () => {
    for (const one of names) await remove(`connections/${one}`).catch(() => undefined);
    await refresh();
    setFailed(null);
  });
  return (
    <Dialog title="Connect: Mailbox" open onClose={onClose}>
      <form class="form" onSubmit={(e) => { e.preventDefault(); void connect(address, false); }}>
        <p>Reads what recruiters write; mail stays unread. The same password sends your letters.</p>
        <label class="field"><span>Your e-mail address</span>
          <input type="email" required autoFocus autoComplete="username" placeholder="jordan@example.com" value={address} onInput={(e) => retype(e.currentTarget.value)} /></label>
        <label class="field"><span>Password, best one for apps</span>
          <input type="password" required autoComplete="off" value={secret} onInput={(e) => setSecret(e.currentTarget.value)} /></label>
        {found?.meant && (
          <p role="alert">Did you mean {found.meant}?{' '}
            <button type="button" class="button small" onClick={() => { const meant = found.meant ?? ''; retype(meant); void connect(meant, true); }}>Yes</button>{' '}
            <button type="button" class="button small quiet" onClick={() => void connect(address, true)}>No, as I wrote it</button>
          </p>
        )}
        {found?.hint && <p class="quiet-text">{found.hint}</p>}
        {found?.guessed && <p role="alert">Which servers it has can only be guessed; your provider’s help pages name them. Please look these over, then connect.</p>}
        <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>Servers</summary>
          <label class="field"><span>Where it is read; empty: found by the address</span>
            <input type="url" placeholder="imaps://imap.example.com" value={imap} onInput={(e) => setImap(e.currentTarget.value)} /></label>
          {sender && <label class="field"><span>Where letters are sent</span>
            <input type="url" placeholder="smtps://smtp.example.com" value={smtp} onInput={(e) => setSmtp(e.currentTarget.value)} /></label>}
        </details>
        {problem && <p class="problem" role="alert">{problem}</p>}
        {failed && (
          <div role="alert">
            <p>It does not work yet.</p>
            <ul class="checks">{failed.map((one, i) => <li key={i}><Icon name="cross" size={16} /> <span class="break">{sentence(one.text)}{one.remedy && <span class="quiet-text"> {sentence(one.remedy)}</span>}</span></li>)}</ul>
            <div class="actions">
              <button type="button" class="button small" disabled={busy} onClick={() => void forget()}>Change something</button>
              <button type="button" class="button small quiet" onClick={onClose}>Keep it nevertheless</button>
            </div>
          </div>
        )}
        {!failed && (
          <div class="actions">
            <button type="submit" class="button primary" disabled={busy}>{busy ? 'Trying …' : 'Connect'}</button>
            <button type="button" class="button quiet" onClick={onClose}>Not now</button>
          </div>
        )}
      </form>
    </Dialog>
  );
}
