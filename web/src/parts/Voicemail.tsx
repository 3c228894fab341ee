// The voicemail script, with its seconds, and a pace to read it by.
import { useEffect, useState } from 'preact/hooks';
import type { Voicemail as Script } from '../types';
import { Icon } from './Icon';

export function Voicemail({ script, title = 'If nobody answers, say' }: { script: Script; title?: string }) {
  const [started, setStarted] = useState<number | null>(null);
  const [, wake] = useState(0);
  const elapsed = started === null ? 0 : Math.min(script.seconds, (Date.now() - started) / 1000);
  useEffect(() => {
    if (started === null) return;
    const timer = setInterval(() => wake((n) => n + 1), 250);
    const end = setTimeout(() => setStarted(null), (script.seconds + 2) * 1000);
    return () => { clearInterval(timer); clearTimeout(end); };
  }, [started, script.seconds]);
  return (
    <section class="voicemail" aria-labelledby="voicemail-title">
      <div class="row">
        <h2 id="voicemail-title"><Icon name="voice" size={18} /> {title}</h2>
        <span class="quiet-text">about {script.seconds} seconds</span>
      </div>
      <blockquote>{script.text}</blockquote>
      <div class="row">
        <button type="button" class="button quiet small" onClick={() => setStarted(started === null ? Date.now() : null)}>
          {started === null ? 'Time me' : 'Stop'}
        </button>
        <progress class="pace" max={script.seconds} value={elapsed} aria-label="Seconds of the message">{Math.round(elapsed)}</progress>
        <span class="pace-count" aria-hidden="true">{Math.round(elapsed)} s</span>
      </div>
    </section>
  );
}
