import assert from 'node:assert/strict';
import { EMAIL, PASSWORD, TENANT } from './demo.js';

/** The API as a program uses it: with a token of its own, and a success or a failed test. */
export async function signedIn(base) {
  const call = async (method, path, body, token) => {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : null;
  };
  const login = await call('POST', '/api/v1/auth/login', { tenant: TENANT, email: EMAIL, password: PASSWORD });
  assert.equal(login.tokenType, 'Bearer');
  return {
    get: (path) => call('GET', path, null, login.accessToken),
    post: (path, body) => call('POST', path, body, login.accessToken),
  };
}
