// What was understood of a text, while it is being typed.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api';
import { serverNow } from '../clock';
import type { Understood } from '../types';
import { localNow, say, sayDay, sayDistance, millis } from '../when';
import { numberOf, sentence } from '../words';
import { Address, Sentence } from './Bits';
import { Icon } from './Icon';

const PAUSE_MS = 200;

/** null until something was read; the newest text wins. */
export function useReading(text: string): Understood | null {
  const [read, setRead] = useState<Understood | null>(null);
  useEffect(() => {
    if (!text.trim()) { setRead(null); return; }
    let stale = false;
    const timer = setTimeout(async () => {
      try {
        const { body } = await get<Understood>(`read?text=${encodeURIComponent(text.trim())}`);
        if (!stale) setRead(body);
      } catch {
        if (!stale) setRead(null);
      }
    }, PAUSE_MS);
    return () => { stale = true; clearTimeout(timer); };
  }, [text]);
  return read;
}

function Row({ name, value, missing }: { name: string; value: ComponentChildren; missing: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={value ? '' : 'quiet-text'}>{value || missing}</dd>
    </div>
  );
}

export function Understanding({ read, text, timeOnly }: { read: Understood | null; text: string; timeOnly?: boolean }) {
  const iv = read?.interview;
  return (
    <div class="understood" aria-live="polite">
      {!text.trim() || !read ? (
        <p class="quiet-text">{timeOnly ? 'Say a day and a time, with its zone if it is not yours.' : 'What is understood shows here as you type.'}</p>
      ) : !iv ? (
        <p class="quiet-text"><Icon name="question" size={16} /> {sentence(read.problem ?? 'No day and time of day found yet.')}</p>
      ) : (
        <>
          <dl>
            <div>
              <dt>When</dt>
              <dd>
                <strong>{sayDay(iv.start, localNow(serverNow(), iv.start))}, {say(iv.start, 'clock')} {iv.short}</strong>
                {iv.there && <> ({say(iv.there.start, 'clock')} {iv.there.short} for them)</>}
                <span class="quiet-text"> {sayDistance(serverNow(), millis(iv.start))}</span>
              </dd>
            </div>
            {!timeOnly && <>
              <Row name="Who" value={iv.contact.name} missing="no name yet" />
              <Row name="Company" value={iv.company} missing="not said" />
              {iv.role && <Row name="Role" value={iv.role} missing="" />}
              <Row name="Number" value={iv.contact.phone && <Sentence text={numberOf(iv) ?? ''} />} missing="none yet: then the follow-up is an e-mail at once" />
              {iv.contact.email && <Row name="E-mail" value={<Address of={iv.contact.email} />} missing="" />}
              <Row name="Who dials" value={iv.caller === 'candidate' ? 'You do' : iv.caller === 'recruiter' ? 'They do' : null} missing="not said" />
            </>}
          </dl>
          {!timeOnly && read.doubts.length > 0 && (
            <ul class="doubts">
              {read.doubts.map((doubt) => <li key={doubt}><Icon name="alert" size={16} /> {sentence(doubt)}</li>)}
            </ul>
          )}
          {read.known ? <p><Icon name="check" size={16} /> You are watching this call already.{read.more.length > 0 && ` New of it: ${read.more.join(', ')}.`}</p> : null}
        </>
      )}
    </div>
  );
}
