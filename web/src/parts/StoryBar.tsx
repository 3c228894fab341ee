// While a story is tried: which, what time it is in it, and the way on and out.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../api';
import { useNow } from '../clock';
import { forget, refresh, useDocument } from '../documents';
import { restartLive } from '../live';
import { go } from '../route';
import type { StoryDocument } from '../types';
import { localNow, say as sayTime } from '../when';
import { sentence } from '../words';
import { Icon } from './Icon';
import { say } from './Toast';

export function StoryBar() {
  const { data } = useDocument<StoryDocument>('story');
  const now = localNow(useNow(1000), data?.now ?? '');
  const [busy, setBusy] = useState(false);
  const tell = async (deed: () => Promise<void>) => {
    setBusy(true);
    try { await deed(); } catch (error) { say(sentence(wordsOf(error)), undefined, true); }
    setBusy(false);
  };
  const on = () => tell(async () => {
    await post('story/clock', { to: 'next' });
    await refresh();
  });
  const leave = () => tell(async () => {
    await remove('story');
    await forget();
    restartLive();
    await refresh();
    go('/');
  });
  return (
    <div class="banner banner-story" role="region" aria-label="Story">
      <Icon name="story" />
      <span><strong>{data?.title ?? 'A story'}.</strong> {data && <>Its clock says {sayTime(now, 'day')}, {sayTime(now, 'clock')}.</>}</span>
      <span class="actions">
        <button type="button" class="button small" disabled={busy || !data?.next} onClick={() => void on()}>
          <Icon name="clock" size={16} /> {data && !data.next ? 'The story is told' : 'Let time pass'}
        </button>
        <button type="button" class="button small quiet" disabled={busy} onClick={() => void leave()}><span>Leave<span class="long"> the story</span></span></button>
      </span>
    </div>
  );
}
