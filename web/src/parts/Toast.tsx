// One short word about what just happened, read out by screen readers, with an undo while it can be.
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './Icon';

interface Deed { label: string; run: () => void }
interface Message { text: string; deed: Deed | undefined; trouble: boolean; id: number }

let show: ((message: Message) => void) | null = null;
let count = 0;

export function say(text: string, deed?: Deed, trouble = false) {
  show?.({ text, deed, trouble, id: ++count });
}

export function Toast() {
  const [message, setMessage] = useState<Message | null>(null);
  show = setMessage;
  useEffect(() => {
    if (!message || message.trouble) return; // trouble stays until it is closed
    const timer = setTimeout(() => setMessage(null), message.deed ? 15_000 : 6_000);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div class="toast-area" role="status" aria-live="polite">
      {message && (
        <div class={`toast ${message.trouble ? 'toast-trouble' : ''}`} key={message.id}>
          <Icon name={message.trouble ? 'alert' : 'check'} />
          <span>{message.text}</span>
          {message.deed && (
            <button type="button" class="button quiet" onClick={() => { message.deed?.run(); setMessage(null); }}>
              {message.deed.label}
            </button>
          )}
          <button type="button" class="icon-button" aria-label="Close this message" onClick={() => setMessage(null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
