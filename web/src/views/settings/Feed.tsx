// The watched calls in any calendar program, at an address that is a secret.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../../api';
import { refresh, useDocument } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { Qr } from '../../parts/Qr';
import { say } from '../../parts/Toast';
import type { Feed as Made, FeedState, Session } from '../../types';
import { sentence } from '../../words';

export function Feed() {
  const { data } = useDocument<FeedState>('feed');
  const member = useDocument<Session>('session').data?.member;
  const [made, setMade] = useState<Made | null>(null);
  const [sure, setSure] = useState(false);
  const attempt = async (deed: () => Promise<void>) => {
    try {
      await deed();
      await refresh();
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
  };
  const make = () => attempt(async () => setMade(await post<Made>('feed')));
  const close = () => attempt(async () => {
    await remove('feed');
    setMade(null);
    setSure(false);
    say('Closed: its address no longer works.');
  });
  if (!data) return null;
  return (
    <section class="card" id="feed" aria-labelledby="feed-title">
      <h2 id="feed-title">In your calendar</h2>
      <p class="quiet-text">Subscribe to your calls in any calendar program{member ? '' : ' on this machine'}: each rings ten minutes before, and five minutes after it asks whether they have called. Whoever has the address can read it, so keep it to yourself.</p>
      {made && (
        <div class="connection" role="status">
          <Callout icon="shield" tone="note">Shown this once. Add it in your calendar as a subscription, or “from address”.</Callout>
          <Qr text={made.url} label="The address of your calendar" />
          <dl class="facts"><div><dt>Address</dt><dd class="break"><code>{made.url}</code></dd></div></dl>
          <div class="actions"><button type="button" class="button" onClick={() => setMade(null)}>Done</button></div>
        </div>
      )}
      <div class="actions">
        <button type="button" class={`button ${data.open ? '' : 'primary'}`} onClick={() => void make()}>
          <Icon name="calendar" /> {data.open ? 'Make a new address' : 'Make its secret address'}
        </button>
        {data.open && (sure
          ? <><button type="button" class="button danger" onClick={() => void close()}>Yes, close it</button><button type="button" class="button quiet" onClick={() => setSure(false)}>Keep it</button></>
          : <button type="button" class="button quiet" onClick={() => setSure(true)}>Close it</button>)}
      </div>
    </section>
  );
}
