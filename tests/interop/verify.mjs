// Reads a folder made by tests/badges/test_interop.py and says what Digital Bazaar's libraries think of each file:
// one JSON line a document, {name, verified, error}. Nothing is fetched: whatever is not in the folder is unknown.

import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus as checkBits} from '@digitalbazaar/vc-bitstring-status-list';
import jsigs from 'jsonld-signatures';

const folder = process.argv[2];
const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const known = read('known.json');  // every address that may be asked for, with what stands there
const now = new Date(read('now.json'));

async function documentLoader(url) {
  if(!(url in known)) {
    throw new Error(`unknown address: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: structuredClone(known[url])};
}

const suite = () => new DataIntegrityProof({cryptosuite});

// Their function says what each bit is; that a bit set refuses is for the one who asks to say.
async function checkStatus(options) {
  const found = await checkBits({...options, suite: suite(), documentLoader, verifyBitstringStatusListCredential: true});
  const set = (found.results ?? []).some(each => each.status);
  return set ? {...found, verified: false, error: new Error('revoked')} : found;
}

async function judged(document) {
  if(document.type.includes('VerifiablePresentation')) {
    const presentationPurpose = new jsigs.purposes.AssertionProofPurpose();
    return vc.verify({presentation: document, presentationPurpose, suite: suite(), documentLoader, checkStatus, now});
  }
  return vc.verifyCredential({credential: document, suite: suite(), documentLoader, checkStatus, now});
}

const words = error => [error, ...(error?.errors ?? [])].map(each => each?.message).join(' / ');

for(const name of readdirSync(join(folder, 'documents')).sort()) {
  const found = await judged(read(join('documents', name)));
  const error = found.verified ? '' : words(found.error ?? found.statusResult?.error);
  console.log(JSON.stringify({name, verified: found.verified, error}));
}
