// One box that searches everything: applications, calls, mails and letters.
import { useEffect, useState } from 'preact/hooks';
import { useDocument } from '../../documents';
import { Icon, type IconName } from '../../parts/Icon';
import { Link } from '../../route';
import type { Found } from '../../types';

const kinds: Record<Found['found'][number]['kind'], { title: string; icon: IconName }> = {
  application: { title: 'Applications', icon: 'file' }, interview: { title: 'Calls', icon: 'phone' },
  mail: { title: 'Mails', icon: 'mail' }, letter: { title: 'Letters', icon: 'send' },
};

/** What was typed, once the typing rests. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

export function Finder({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const rested = useRested(words.trim());
  const { data } = useDocument<Found>(rested ? `search?limit=20&q=${encodeURIComponent(rested)}` : null);
  const found = words.trim() && data?.words === rested ? data.found : null;
  return (
    <search class="finder">
      <label class="finder-box">
        <Icon name="search" />
        <span class="visually-hidden">Search applications, calls, mails and letters</span>
        <input type="search" value={words} maxLength={200} placeholder="Search applications, calls, mails, letters" autoComplete="off" spellcheck={false}
          onInput={(e) => onWords(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === 'Escape') onWords(''); }} />
      </label>
      <p class="visually-hidden" role="status">{found ? `${found.length} found` : ''}</p>
      {found && found.length === 0 && <p class="quiet-text">Nothing has these words. Fewer letters find more.</p>}
      {found && found.length > 0 && (
        <section class="card" aria-label="What was found">
          {(Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => {
            const here = found.filter((one) => one.kind === kind);
            if (here.length === 0) return null;
            return (
              <div class="list-group" key={kind}>
                <h2><Icon name={kinds[kind].icon} /> {kinds[kind].title} <span class="count">{here.length}</span></h2>
                <ul class="rows">
                  {here.map((one, index) => {
                    const inside = (
                      <span class="row-main">
                        <strong class="break">{one.title ?? 'Without a title'}</strong>
                        <span class="quiet-text break">{one.excerpt.map((piece, at) => (piece.hit ? <mark key={at}>{piece.text}</mark> : piece.text))}</span>
                      </span>
                    );
                    const href = one.application ? `/search/applications/${one.application}` : one.interview ? `/interviews/${one.interview}` : null;
                    return <li key={index}>{href ? <Link class="row-link" href={href}>{inside}</Link> : <div class="row-link">{inside}</div>}</li>;
                  })}
                </ul>
              </div>
            );
          })}
        </section>
      )}
    </search>
  );
}
