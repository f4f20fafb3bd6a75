/** What a log says, and what there is to do about it; the first that matches is taken. */
const known = [
  {
    says: /ENOSPC|No space left on device|Disk quota exceeded|EDQUOT/i,
    advice: "the disk is full: free some space",
  },
  {
    says: /DO NOT MATCH THE HASHES|EINTEGRITY|hash mismatch/i,
    advice: "a download was not what its checksum says: a proxy or mirror may have changed it",
  },
  {
    says: /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|Temporary failure in name resolution|Failed to establish a new connection|NewConnectionError|Read timed out|ConnectTimeout|ProxyError|network request/i,
    advice: "the package registry could not be reached: check the network or the proxy's settings",
  },
  {
    says: /CERT_|SELF_SIGNED|CERTIFICATE_VERIFY_FAILED|unable to get local issuer/i,
    advice:
      "the registry's certificate was not accepted: give npm and pip your network's certificate (npm config cafile, pip config cert)",
  },
  {
    says: /EACCES|EPERM|Permission denied|EROFS|Read-only file system/i,
    advice: "a folder may not be written to: see that the checkout and the cache belong to you",
  },
  {
    says: /Could not find a version|No matching distribution|ETARGET|E404|404 Not Found/i,
    advice: "the registry in use does not have that version: check which registry npm or pip is set to",
  },
  {
    says: /package-lock\.json.*in sync|EUSAGE/i,
    advice: "package.json and package-lock.json do not match: run npm install once",
  },
  {
    says: /Killed|out of memory|cannot allocate/i,
    advice: "memory ran out: close something else",
  },
];

/**
 * @param {string} text a log, or an error's message
 * @returns {string} what to do
 */
export function adviceFor(text) {
  return known.find((entry) => entry.says.test(text))?.advice ?? "read the log's last lines";
}
