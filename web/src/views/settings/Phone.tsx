// The phone tells of its calls by itself: one secret address for each, as a QR code.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../../api';
import { serverNow } from '../../clock';
import { refresh, useDocument } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { Qr } from '../../parts/Qr';
import { say } from '../../parts/Toast';
import type { Hook, Hooks, NewHook } from '../../types';
import { millis, sayDistance } from '../../when';
import { sentence } from '../../words';

const kinds: [NewHook['kind'], string][] = [
  ['bearer', 'A phone: Tasker, MacroDroid, iOS Shortcuts'], ['hmac', 'A program that signs what it sends'], ['twilio', 'Twilio'],
];

export function Phone() {
  const { data } = useDocument<Hooks>('hooks');
  const [kind, setKind] = useState<NewHook['kind']>('bearer');
  const [name, setName] = useState('my-phone');
  const [token, setToken] = useState('');
  const [made, setMade] = useState<NewHook | null>(null);
  const [problem, setProblem] = useState('');
  const make = async (event: Event) => {
    event.preventDefault();
    setProblem('');
    try {
      setMade(await post<NewHook>('hooks', { name: name.trim(), kind, ...(kind === 'twilio' ? { token: token.trim() } : {}) }));
      setToken('');
      await refresh();
    } catch (error) {
      setProblem(sentence(wordsOf(error)));
    }
  };
  if (!data) return null;
  const known = data.hooks.some((hook) => hook.name === name.trim());
  return (
    <section class="card" id="phone" aria-labelledby="phone-title">
      <h2 id="phone-title">Your phone</h2>
      <p class="quiet-text">A phone that tells of its calls makes sure that a missed call is never taken for silence. It sends numbers and times, nothing else.</p>
      {data.hooks.length > 0 && <ul class="connections">{data.hooks.map((hook) => <li key={hook.name}><One hook={hook} /></li>)}</ul>}
      {made && (
        <div class="connection" role="status">
          <Callout icon="shield" tone="note">{made.secret ? 'Shown this once. Scan it with the phone, or copy it over.' : 'Enter this at Twilio as the number’s status callback, with POST.'}</Callout>
          {made.secret && <Qr text={JSON.stringify({ url: made.url, secret: made.secret })} label={`The address and secret of ${made.name}`} />}
          <dl class="facts">
            <div><dt>Address</dt><dd class="break"><code>{made.url}</code></dd></div>
            {made.secret && <div><dt>Secret</dt><dd class="break"><code>{made.secret}</code></dd></div>}
          </dl>
          {made.url.startsWith('http://127.0.0.1') && <p class="quiet-text">This address is of this computer alone. For a phone to reach it, start <code>crickets serve --listen</code> with the computer’s address in your network, or a tunnel: docs/phone.md.</p>}
          <div class="actions"><button type="button" class="button" onClick={() => setMade(null)}>Done</button></div>
        </div>
      )}
      <form class="form" onSubmit={(e) => void make(e)}>
        <fieldset class="choices"><legend>Connect</legend>
          {kinds.map(([value, text]) => (
            <label key={value}><input type="radio" name="hook-kind" checked={kind === value} onChange={() => setKind(value)} /> {text}</label>
          ))}
        </fieldset>
        <label class="field"><span>Its name</span>
          <input type="text" value={name} maxLength={40} required pattern="[a-z0-9\-]+" onInput={(e) => setName(e.currentTarget.value)} /></label>
        {kind === 'twilio' && (
          <label class="field"><span>Twilio’s Auth Token</span>
            <input type="password" autocomplete="off" value={token} required minLength={16} maxLength={128} onInput={(e) => setToken(e.currentTarget.value)} /></label>
        )}
        {known && !made && <p class="quiet-text" role="status">There is one of that name. A new secret takes the place of its old one, which stops working at once; for another phone take another name.</p>}
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions"><button type="submit" class="button primary"><Icon name="phone" /> {known ? 'Make it a new secret' : 'Make its secret address'}</button></div>
      </form>
    </section>
  );
}

function One({ hook }: { hook: Hook }) {
  const [sure, setSure] = useState(false);
  const forget = async () => {
    try {
      await remove(`hooks/${hook.name}`);
      await refresh();
      say('Forgotten: its address no longer works.');
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
  };
  return (
    <div class="connection row">
      <div>
        <strong><Icon name="phone" size={18} /> {hook.name}</strong>
        <p class="quiet-text">{hook.last ? `Last heard ${sayDistance(serverNow(), millis(hook.last))}` : 'Not heard yet'}</p>
      </div>
      {sure
        ? <span class="actions"><button type="button" class="button small danger" onClick={() => void forget()}>Yes, forget it</button><button type="button" class="button small quiet" onClick={() => setSure(false)}>Keep it</button></span>
        : <button type="button" class="button small quiet" onClick={() => setSure(true)}>Forget</button>}
    </div>
  );
}
