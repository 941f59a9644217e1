package quarantine

// isNoise says that a member's value is not kept though it is no credential, by its name in lower case: a certificate is
// four kilobytes, and a count of deliveries would make another item of the same record.
func isNoise(name string) bool { return name == "clientcertpem" || name == "approximatereceivecount" }
