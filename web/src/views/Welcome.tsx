// Nothing is watched yet: three ways to begin, and a story to see what it is like.
import { useEffect, useState } from 'preact/hooks';
import { post, put, wordsOf } from '../api';
import { forget, refresh, useDocument } from '../documents';
import { go, Link } from '../route';
import { FilePicker } from '../parts/Drop';
import { Icon, Mark } from '../parts/Icon';
import { QuickAddForm } from '../parts/QuickAdd';
import { say } from '../parts/Toast';
import { restartLive } from '../live';
import type { Profile, Stories } from '../types';
import { sentence } from '../words';

/** The first times are typed here, before anybody has looked into Settings: they are meant on this clock. */
function useZoneOfDevice() {
  const { data } = useDocument<Profile>('profile');
  useEffect(() => {
    if (!data || data.zone) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    put('profile', { ...data, zone: timeZone }).then(() => refresh(), () => undefined); // else it is asked for
  }, [data]);
}

export function Welcome({ complete }: { complete: boolean }) {
  useZoneOfDevice();
  return (
    <div class="welcome">
      <header class="welcome-head">
        <Mark size={72} />
        <h1 tabIndex={-1}>A call was promised? Let us keep watch.</h1>
        <p class="lead">We watch the clock. When nobody calls we say what to do, minute by minute, until a new time is on the books.</p>
      </header>
      {!complete && (
        <p class="callout callout-note"><Icon name="people" /> <span>First <Link href="/settings">say who you are</Link>, so that letters are signed and a mistyped number is noticed.</span></p>
      )}
      <div class="welcome-ways">
        <section class="card" aria-labelledby="way-words">
          <h2 id="way-words"><Icon name="voice" /> Say it in words</h2>
          <QuickAddForm inDialog={false} onDone={() => undefined} />
        </section>
        <section class="card" aria-labelledby="way-files">
          <h2 id="way-files"><Icon name="file" /> Bring what you have</h2>
          <p>Drop it anywhere on this page. It stays yours.</p>
          <ul class="checklist">
            <li><Icon name="calendar" size={18} /> Invites and your own calendar (.ics), for times that really are free</li>
            <li><Icon name="mail" size={18} /> Mail with the recruiter (.eml, mbox): what was agreed, what they answer</li>
            <li><Icon name="phone" size={18} /> Call logs (SMS Backup &amp; Restore, termux, Asterisk): whether they tried</li>
          </ul>
          <div class="actions"><FilePicker label="Choose files" /><Link class="button" href="/settings#connections"><Icon name="plug" /> Connect mailbox and calendar</Link></div>
        </section>
      </div>
      <StoryPicker />
    </div>
  );
}

export async function startStory(name: string) {
  try {
    await post(`stories/${encodeURIComponent(name)}`);
    await forget();
    restartLive();
    await refresh();
    go('/');
  } catch (error) {
    say(sentence(wordsOf(error)), undefined, true);
  }
}

export function StoryPicker() {
  const { data } = useDocument<Stories>('stories');
  const [busy, setBusy] = useState(false);
  const [all, setAll] = useState(false);
  const begin = async (name: string) => { setBusy(true); await startStory(name); setBusy(false); };
  if (!data || data.stories.length === 0) return null;
  const stories = all ? data.stories : data.stories.slice(0, 4);
  return (
    <section class="card" aria-labelledby="way-story">
      <h2 id="way-story"><Icon name="story" /> Try it with a story</h2>
      <p>A made-up recruiter, a clock that you can wind on. Your own data stay as they are.</p>
      <ul class="stories">
        {stories.map((story) => (
          <li key={story.name}>
            <button type="button" class="story" disabled={busy} onClick={() => void begin(story.name)}>
              <strong>{story.title}</strong>
              <span class="quiet-text">{story.about}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.stories.length > 4 &&
        <button type="button" class="button quiet" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Fewer stories' : `All ${data.stories.length} stories`}</button>}
    </section>
  );
}
