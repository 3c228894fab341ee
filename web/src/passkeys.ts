// Passkeys: what the browser makes of them, as the server reads it.
import { post } from './api';
import type { SignedIn } from './types';

const toText = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const toBytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

export const hasPasskeys = () => 'PublicKeyCredential' in window;

/** Signs in with one that this device has. */
export async function signInWithPasskey(): Promise<SignedIn> {
  const { challenge, rp } = await post<{ challenge: string; rp: string }>('sign-in/passkey/begin');
  const found = await navigator.credentials.get({ publicKey: { challenge: toBytes(challenge), rpId: rp, userVerification: 'required', timeout: 300_000 } });
  const credential = found as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return post<SignedIn>('sign-in/passkey', {
    challenge, id: toText(credential.rawId), user: response.userHandle ? new TextDecoder().decode(response.userHandle) : '0',
    client_data: toText(response.clientDataJSON), authenticator_data: toText(response.authenticatorData), signature: toText(response.signature),
  });
}

/** Makes one and has the server keep it. */
export async function addPasskey(name: string): Promise<void> {
  const wanted = await post<{ challenge: string; rp: string; service: string; user: string; email: string; known: string[] }>('login/passkeys/begin');
  const made = await navigator.credentials.create({ publicKey: {
    challenge: toBytes(wanted.challenge), rp: { id: wanted.rp, name: wanted.service }, timeout: 300_000, attestation: 'none',
    user: { id: new TextEncoder().encode(wanted.user), name: wanted.email, displayName: wanted.email },
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: wanted.known.map((id) => ({ type: 'public-key', id: toBytes(id) })),
  } });
  const credential = made as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  await post('login/passkeys', {
    challenge: wanted.challenge, name, id: toText(credential.rawId), algorithm: response.getPublicKeyAlgorithm(),
    client_data: toText(response.clientDataJSON), authenticator_data: toText(response.getAuthenticatorData()),
  });
}

/** Whoever closes the browser's own window has changed their mind. */
export const wasCalledOff = (error: unknown) => error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');
