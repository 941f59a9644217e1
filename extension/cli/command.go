package cli

import (
	"fmt"
	"slices"
	"strings"
)

// Command is one command: what help, errors and completion tell of it, and what it does.
type Command struct {
	Name    string
	Args    string // what stands behind the flags: "FILE…"; "" if nothing does
	Summary string // a line of the overview
	Flags   []Flag
	Notes   string // what else its help tells, in lines of at most 80 columns
	Run     func(Tool, Arguments) int
}

// Flag is one flag of a command.
type Flag struct {
	Name   string
	Value  string          // the name of the value that follows; "" of a flag without one
	Values func() []string // the values that there are; nil if they are not known
	Help   string
}

// Arguments are what a command was given.
type Arguments struct {
	flags map[string]string
	Rest  []string // in order; flags may stand between them
}

// Has says whether a flag was given.
func (a Arguments) Has(flag string) bool {
	_, given := a.flags[flag]
	return given
}

// Value is what a flag was given, or "".
func (a Arguments) Value(flag string) string { return a.flags[flag] }

// Commands are all commands, in the order of the overview.
func (t Tool) Commands() []Command {
	all := append([]Command{inspectCommand(), rulesCommand()}, t.More...)
	return append(all,
		Command{Name: "config", Summary: "Show the settings that hold here, and what is wrong with them", Run: Tool.config, Notes: configNotes},
		Command{Name: "version", Summary: "Show the version", Run: Tool.version},
		Command{Name: "help", Args: "[COMMAND]", Summary: "Tell more of a command", Run: Tool.help},
	)
}

const configNotes = `
Exit code 1: a setting is wrong. Each is an environment variable, such as
WEIR_MODE=monitor; docs/CONFIGURATION.md tells of them all.
`

// forPeople are the commands that a program for people has besides those of this package, and the layer's does without.
var forPeople = []string{"test", "completion"}

func (t Tool) command(name string) (Command, error) {
	var names []string
	for _, c := range t.Commands() {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	if slices.Contains(forPeople, name) {
		return Command{}, Mistake{
			What:  fmt.Sprintf("the layer's program has no command %q", name),
			Meant: "The program for people has it: weir-OS-ARCH of the release, or by make cli.",
		}
	}
	return Command{}, Mistake{
		What:  fmt.Sprintf("there is no command %q", name),
		Meant: meant(name, names, `"weir help" lists the commands.`),
	}
}

// parse reads what stands behind a command's name. One hyphen before a flag is as good as two.
func (c Command) parse(args []string) (Arguments, error) {
	a := Arguments{flags: map[string]string{}}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			a.Rest = append(a.Rest, args...)
			args = nil
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			a.Rest = append(a.Rest, arg)
		default:
			taken, err := c.flag(a, arg, args)
			if err != nil {
				return a, err
			}
			args = args[taken:]
		}
	}
	if c.Args == "" && len(a.Rest) > 0 {
		return a, Mistake{fmt.Sprintf("%q is one argument too many", a.Rest[0]), fmt.Sprintf("%q takes none.", "weir "+c.Name)}
	}
	return a, nil
}

// flag reads one flag, and says how many of the arguments behind it are its value.
func (c Command) flag(a Arguments, arg string, behind []string) (taken int, err error) {
	name, value, attached := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
	if name == "h" || name == "help" {
		a.flags["help"] = ""
		return 0, nil
	}
	names := []string{"--help"}
	for _, f := range c.Flags {
		names = append(names, "--"+f.Name)
		if f.Name != name {
			continue
		}
		switch {
		case f.Value == "" && attached:
			return 0, Mistake{fmt.Sprintf("--%s takes no value", name), fmt.Sprintf("Write --%s alone.", name)}
		case f.Value != "" && !attached && len(behind) == 0:
			return 0, Mistake{
				fmt.Sprintf("--%s takes a value, and has none", name),
				fmt.Sprintf("Write --%s %s.", name, f.Value),
			}
		case f.Value != "" && !attached:
			value, taken = behind[0], 1
		}
		if f.Values != nil && !slices.Contains(f.Values(), value) {
			return 0, Mistake{
				fmt.Sprintf("--%s %s: there is no such %s", name, value, strings.ToLower(f.Value)),
				meant(value, f.Values(), fmt.Sprintf("%q says what there is.", "weir help "+c.Name)),
			}
		}
		a.flags[name] = value
		return taken, nil
	}
	return 0, Mistake{
		fmt.Sprintf("there is no flag %s", strings.SplitN(arg, "=", 2)[0]),
		meant("--"+name, names, fmt.Sprintf("%q lists the flags.", "weir help "+c.Name)),
	}
}

// overview is the help about all commands.
func (t Tool) overview() string {
	var b strings.Builder
	b.WriteString(`Weir is a firewall for the events of a Lambda function. By hand it inspects
events offline, with the settings of the environment.

`)
	for _, c := range t.Commands() {
		fmt.Fprintf(&b, "  weir %-12s%s\n", c.Name, c.Summary)
	}
	b.WriteString(`
"weir help COMMAND" tells its flags. Settings are environment variables, such as
WEIR_MODE=monitor.

Exit codes: 0 all is as asked; 1 something is not: see the command; 2 arguments
or files cannot be used, or an event could not be inspected.
`)
	return b.String()
}

// help is the help about one command.
func (c Command) help() string {
	var b strings.Builder
	b.WriteString("weir " + c.Name)
	if len(c.Flags) > 0 {
		b.WriteString(" [FLAGS]")
	}
	if c.Args != "" {
		b.WriteString(" " + c.Args)
	}
	fmt.Fprintf(&b, "\n%s.\n", c.Summary)
	if len(c.Flags) > 0 {
		b.WriteByte('\n')
	}
	for _, f := range c.Flags {
		flag := "--" + f.Name
		if f.Value != "" {
			flag += " " + f.Value
		}
		b.WriteString(Fold(2, 22, fmt.Sprintf("%-19s %s", flag, f.Help)))
	}
	b.WriteString(c.Notes)
	return b.String()
}

// help tells of all commands, or of one.
func (t Tool) help(a Arguments) int {
	if len(a.Rest) == 0 {
		t.print(t.Out, "%s", t.overview())
		return OK
	}
	c, err := t.command(a.Rest[0])
	if err != nil {
		return t.Fail("help", err)
	}
	t.print(t.Out, "%s", c.help())
	return OK
}

func (t Tool) version(Arguments) int {
	t.print(t.Out, "weir %s\n", t.Version)
	return OK
}
