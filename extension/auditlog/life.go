package auditlog

import (
	"errors"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect/source"
)

// Starting is what the line at the start says.
type Starting struct {
	Version   string // Weir's
	Ruleset   string // the Core Rule Set's version
	Mode      string // in force for sources without a word of their own
	Asked     string // what was asked for in its place; "" if it is that
	Paranoia  int
	Threshold int
	Settings  []Setting // the variables that are set, and those that do not have their defaults
}

// Setting is a variable with its value.
type Setting struct{ Name, Value string }

// Start writes that Weir is up.
func (l *Log) Start(s Starting) {
	if !l.lines(Start) {
		return
	}
	level := "info"
	if s.Asked != "" {
		level = "warn"
	}
	f := l.head(Start, level, l.now(), source.Invocation{})
	f = append(f, zap.String("mode", clip(s.Mode, maxWord)))
	f = appendWord(f, "mode_asked", s.Asked)
	f = append(f,
		zap.String("version", clip(s.Version, maxWord)),
		zap.String("ruleset", clip(s.Ruleset, maxWord)),
		zap.Int("paranoia", s.Paranoia),
		zap.Int("threshold", s.Threshold),
	)
	if len(s.Settings) > 0 {
		f = append(f, zap.Object("settings", settingList(s.Settings[:min(len(s.Settings), maxProblems)])))
	}
	l.emit("", f)
}

// Weakness is something in the function's own configuration that helps an attacker. It names variables and holds no value.
type Weakness struct {
	Name      string // a word
	Entry     string // of the Serverless Top 10
	Message   string
	Variables []string
}

// Posture writes what is weak, in one line; nothing if nothing is.
func (l *Log) Posture(weaknesses []Weakness) {
	if len(weaknesses) == 0 || !l.lines(Posture) {
		return
	}
	f := l.head(Posture, "warn", l.now(), source.Invocation{})
	l.emit("", append(f, zap.Array("weaknesses", weaknessList(weaknesses[:min(len(weaknesses), maxWeak)]))))
}

// Problem is one thing that is wrong with the settings.
type Problem struct {
	Name, Value, Reason, Allowed string
	Holds                        string // what holds instead, in words
}

// Problems writes everything that is wrong with the settings, and what is worth a look, in one line; nothing if there is neither.
func (l *Log) Problems(problems []Problem, warnings ...string) {
	now, level := l.now(), "error"
	if len(problems) == 0 {
		if len(warnings) == 0 || l.options.Level == Errors {
			return
		}
		level = "warn"
	}
	f := l.head(Settings, level, now, source.Invocation{})
	if len(warnings) > 0 {
		f = append(f, zap.Array("warnings", warningList(warnings[:min(len(warnings), maxWarnings)])))
	}
	if len(problems) == 0 {
		l.emit("", f)
		return
	}
	f = append(f, zap.Array("problems", problemList(problems[:min(len(problems), maxWrong)])))
	l.emit("", l.withMetric(f, now, configErrors, len(problems)))
}

// Bypassed writes that the runtime does not come through Weir, with what is known about it, in words.
func (l *Log) Bypassed(message string) {
	now := l.now()
	f := l.head(Bypassed, "error", now, source.Invocation{})
	f = append(f, zap.String("message", clip(message, maxFault)))
	l.emit("", l.withMetric(f, now, bypassed, 1))
}

// Absent writes that no runtime has come, and why. If events were handled past Weir, that is an alarm; else there was none.
func (l *Log) Absent(message string, bypassed bool) {
	if bypassed {
		l.Bypassed(message)
		return
	}
	if l.lines(Absent) {
		l.emit("", append(l.head(Absent, "info", l.now(), source.Invocation{}), zap.String("message", clip(message, maxFault))))
	}
}

// Fault writes a failure of our own that belongs to no verdict. The error's text holds no payload: the house's rule for
// all errors.
func (l *Log) Fault(err error) { l.fault("", err) }

func (l *Log) fault(id string, err error) {
	now := l.now()
	f := l.head(Fault, "error", now, source.Invocation{})
	f = append(f, zap.String("fault", clip(err.Error(), maxFault)))
	l.emit(id, l.withMetric(f, now, faults, 1))
}

// atTheEnd stands for the id of an invocation: what is written at SHUTDOWN has a patience of its own.
const atTheEnd = "SHUTDOWN"

// Flush writes the counts that are still open, and that lines were lost if nothing has told of it. It is for SHUTDOWN: after
// it the process is gone.
func (l *Log) Flush() {
	l.mu.Lock()
	lines := l.closeWindow()
	l.mu.Unlock()
	for _, line := range lines {
		l.pipe.write(atTheEnd, line)
	}
	if l.pipe.lost.Load() > 0 {
		l.fault(atTheEnd, errors.New("lines of this log could not be written: nobody read it for a time"))
	}
}

type settingList []Setting

// MarshalLogObject writes a member per setting.
func (list settingList) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	for _, s := range list {
		enc.AddString(clip(s.Name, maxWord), clip(s.Value, maxSetting))
	}
	return nil
}

type warningList []string

// MarshalLogArray writes the warnings, cut.
func (list warningList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, w := range list {
		enc.AppendString(clip(w, maxSetting))
	}
	return nil
}

type weaknessList []Weakness

// MarshalLogArray writes an object per weakness.
func (list weaknessList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, w := range list {
		if err := enc.AppendObject(w); err != nil {
			return err
		}
	}
	return nil
}

// MarshalLogObject writes the weakness, cut.
func (w Weakness) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddString("weakness", clip(w.Name, maxWord))
	enc.AddString("entry", clip(w.Entry, maxWord))
	enc.AddString("message", clip(w.Message, maxSetting))
	if len(w.Variables) == 0 {
		return nil
	}
	return enc.AddArray("variables", warningList(w.Variables[:min(len(w.Variables), maxProblems)]))
}

type problemList []Problem

// MarshalLogArray writes an object per problem.
func (list problemList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, p := range list {
		if err := enc.AppendObject(p); err != nil {
			return err
		}
	}
	return nil
}

// MarshalLogObject writes what is known about the problem.
func (p Problem) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddString("name", clip(p.Name, maxWord))
	if p.Value != "" {
		enc.AddString("value", clip(p.Value, maxMessage))
	}
	enc.AddString("reason", clip(p.Reason, maxSetting))
	if p.Allowed != "" {
		enc.AddString("allowed", clip(p.Allowed, maxWord))
	}
	if p.Holds != "" {
		enc.AddString("holds", clip(p.Holds, maxWord))
	}
	return nil
}
