package crs

import "regexp"

var jsonType = regexp.MustCompile(`(?i)^application/(?:[a-z0-9.-]+[+])?json`)

// isJSON says whether stock Coraza would read the body as JSON.
func isJSON(r Request) bool { return jsonType.MatchString(r.Header("Content-Type")) }
