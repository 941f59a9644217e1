package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxBudget is the longest that a function may run.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxBudget = 15 * time.Minute

// budget reads a duration ("500ms") or a share of the remaining time ("25%").
func budget(r *reading, c *Config, text string) error {
	if plain := strings.ToLower(strings.ReplaceAll(text, " ", "")); plain != text {
		text, r.lenient = plain, true
	}
	if share, ok := strings.CutSuffix(text, "%"); ok {
		var percent int
		if err := number(r, &percent, share, 1, 100); err != nil {
			return err
		}
		c.Budget, c.BudgetShare = 0, float64(percent)/100
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxBudget {
		return errors.New("neither a duration such as 500ms, nor a share such as 25%")
	}
	c.Budget, c.BudgetShare = d, 0
	return nil
}

func showBudget(c Config) string {
	switch {
	case c.Budget > 0:
		return c.Budget.String()
	case c.BudgetShare > 0:
		return strconv.Itoa(int(math.Round(c.BudgetShare*100))) + "%"
	}
	return ""
}
