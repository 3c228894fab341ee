// Password, then perhaps a code; or a passkey; or an institution. On the page of signing in, and in the
// dialog that asks who is there before a change.
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../api';
import { useDeed } from '../deed';
import { useDocument } from '../documents';
import { hasPasskeys, signInWithPasskey } from '../passkeys';
import type { SignedIn, WaysIn } from '../types';
import { Icon } from './Icon';

interface Props { email?: string; problem?: string; onDone: () => Promise<void> }

export function SignInForm({ email: fixed, problem: first, onDone }: Props) {
  const { data: ways } = useDocument<WaysIn>('sign-in');
  const [email, setEmail] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState('');
  const { busy, problem, run, setProblem } = useDeed(first);
  const attempt = (deed: () => Promise<SignedIn>) => run(async () => {
    const answer = await deed();
    if (answer.next === 'code') setStep(answer.step ?? '');
    else await onDone();
  });
  if (step) return <CodeForm busy={busy} problem={problem} onCode={(code) => void attempt(() => post<SignedIn>('sign-in/code', { step, code }))} onBack={() => { setStep(''); setProblem(''); }} />;
  return (
    <div class="form">
      <form class="form" onSubmit={(event) => { event.preventDefault(); void attempt(() => post<SignedIn>('sign-in', { email: email.trim(), password })); }}>
        <label class="field"><span>E-mail address</span>
          <input type="email" autoComplete="username" value={email} readOnly={fixed !== undefined} required maxLength={254} onInput={(e) => setEmail(e.currentTarget.value)} /></label>
        <label class="field"><span>Password</span>
          <input type="password" autoComplete="current-password" value={password} required maxLength={512} onInput={(e) => setPassword(e.currentTarget.value)} /></label>
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions"><button type="submit" class="button primary" disabled={busy}>Sign in</button></div>
      </form>
      {(hasPasskeys() || (ways?.providers.length ?? 0) > 0) && (
        <div class="door-others">
          <p class="quiet-text">Or</p>
          <div class="actions">
            {hasPasskeys() && <button type="button" class="button" disabled={busy} onClick={() => void attempt(signInWithPasskey)}><Icon name="key" /> With a passkey</button>}
            {ways?.providers.map((one) => <a key={one.name} class="button" href={`/sign-in/with/${one.name}`}><Icon name="people" /> {one.label}</a>)}
          </div>
        </div>
      )}
    </div>
  );
}

function CodeForm({ busy, problem, onCode, onBack }: { busy: boolean; problem: string; onCode: (code: string) => void; onBack: () => void }) {
  const [code, setCode] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); onCode(code.trim()); }}>
      <label class="field"><span>Code of your app, or a recovery code</span>
        <input ref={input} type="text" autoComplete="one-time-code" value={code} required maxLength={40} spellcheck={false} onInput={(e) => setCode(e.currentTarget.value)} /></label>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>Go on</button>
        <button type="button" class="button quiet" onClick={onBack}>Back</button>
      </div>
    </form>
  );
}
