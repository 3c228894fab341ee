// A change to how somebody comes in is made by who has shown lately who they are: asked for when the
// server says so, and then the change is made.
import { useState } from 'preact/hooks';
import { ApiError } from '../api';
import { useDocument } from '../documents';
import type { Session } from '../types';
import { Dialog } from './Dialog';
import { SignInForm } from './SignInForm';

export function useProof() {
  const { data: session } = useDocument<Session>('session');
  const [waiting, setWaiting] = useState<{ deed: () => Promise<void>; settle: (error?: unknown) => void } | null>(null);
  const prove = async (deed: () => Promise<void>) => {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.code !== 'prove-yourself') throw error;
      await new Promise<void>((resolve, reject) => setWaiting({ deed, settle: (failed) => (failed ? reject(failed as Error) : resolve()) }));
    }
  };
  const done = async () => {
    const asked = waiting;
    setWaiting(null);
    try {
      await asked?.deed();
      asked?.settle();
    } catch (error) {
      asked?.settle(error);
    }
  };
  const dialog = (
    <Dialog title="Show that it is you" open={waiting !== null} onClose={() => { waiting?.settle(); setWaiting(null); }}>
      <p class="quiet-text">It is a while since you signed in. Once more, and the change is made.</p>
      <SignInForm email={session?.member?.email ?? ''} onDone={done} />
    </Dialog>
  );
  return { prove, dialog };
}
