// Takes words along to another program.
import { say } from './Toast';

export async function copy(text: string, done: string, otherwise = 'This browser did not let us copy it. Select the text instead.') {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say(otherwise, undefined, true);
  }
}

export const mailto = (to: string | null, subject: string, body: string) =>
  `mailto:${encodeURIComponent(to ?? '').replace('%40', '@')}?subject=${encodeURIComponent(subject)}` +
  `&body=${encodeURIComponent(body.replace(/\r?\n/g, '\r\n'))}`;
