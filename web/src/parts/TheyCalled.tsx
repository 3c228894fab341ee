// Always in reach while a call is awaited, whatever else is on the screen.
import { useState } from 'preact/hooks';
import { act } from '../act';
import type { Interview } from '../types';
import { Icon } from './Icon';

const REST_MS = 1_200;
const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS));

export const mayHaveCalled = (interview: Interview) =>
  interview.acts.includes('they-called') && (interview.phase === 'waiting' || interview.phase === 'missed');

export function TheyCalled({ interview }: { interview: Interview }) {
  const [busy, setBusy] = useState(false);
  if (!mayHaveCalled(interview)) return null;
  const press = async () => {
    setBusy(true);
    if (await act(interview, 'they-called')) await rest(); // a second tap was not meant for the call that now stands here
    setBusy(false);
  };
  return (
    <div class="they-called">
      <button type="button" class={`button ${interview.phase === 'waiting' ? 'primary' : 'outline'}`} disabled={busy} onClick={() => void press()} aria-keyshortcuts="t">
        <Icon name="phoneIn" /> They called
      </button>
    </div>
  );
}
