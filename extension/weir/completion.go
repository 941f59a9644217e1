package main

import (
	"fmt"
	"slices"
	"strings"

	"weir/extension/cli"
)

// shells are the shells that there is a completion for, with what writes it.
var shells = map[string]func([]cli.Command) string{"bash": bash, "zsh": zsh, "fish": fish}

func shellNames() []string { return []string{"bash", "zsh", "fish"} }

func completionCommand() cli.Command {
	return cli.Command{
		Name: "completion", Args: "bash|zsh|fish", Summary: "Print what completes commands and flags in a shell",
		Notes: `
  bash   source <(weir completion bash)             in ~/.bashrc
  zsh    source <(weir completion zsh)              in ~/.zshrc, after compinit
  fish   weir completion fish >~/.config/fish/completions/weir.fish
`,
		Run: func(t cli.Tool, a cli.Arguments) int {
			if len(a.Rest) != 1 || shells[a.Rest[0]] == nil {
				return t.Fail("completion", cli.Mistake{
					What:  fmt.Sprintf("there is no completion for %q", strings.Join(a.Rest, " ")),
					Meant: "There is one for bash, for zsh and for fish: weir completion bash",
				})
			}
			fmt.Fprint(t.Out, shells[a.Rest[0]](t.Commands()))
			return cli.OK
		},
	}
}

// words are what completes behind a command, files aside.
func words(c cli.Command, all []cli.Command) []string {
	var list []string
	switch c.Name {
	case "help":
		list = names(all)
	case "completion":
		list = shellNames()
	}
	for _, f := range c.Flags {
		list = append(list, "--"+f.Name)
	}
	return append(list, "--help")
}

func names(all []cli.Command) []string {
	var list []string
	for _, c := range all {
		list = append(list, c.Name)
	}
	return list
}

// files says what files a command takes: "f" for any, "d" for directories, "" for none.
func files(c cli.Command) string {
	switch {
	case strings.HasPrefix(c.Args, "FILE"):
		return "f"
	case strings.HasPrefix(c.Args, "DIR"):
		return "d"
	}
	return ""
}

// valued are the flags of all commands whose values are known, each once.
func valued(all []cli.Command) []cli.Flag {
	var list []cli.Flag
	for _, c := range all {
		for _, f := range c.Flags {
			if f.Values != nil && !slices.ContainsFunc(list, func(other cli.Flag) bool { return other.Name == f.Name }) {
				list = append(list, f)
			}
		}
	}
	return list
}

// bash writes the completion for bash. It needs no bash-completion. Colons of sources would break words in two there, so that
// such names are left out.
func bash(all []cli.Command) string {
	var b strings.Builder
	b.WriteString("_weir() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} files=() words\n  case $before in\n")
	for _, f := range valued(all) {
		fmt.Fprintf(&b, "    --%s) COMPREPLY=($(compgen -W %s -- \"$word\")); return ;;\n", f.Name, quoted(strings.Join(colonless(f.Values()), " ")))
	}
	b.WriteString("    --junit) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n  esac\n  case ${COMP_WORDS[1]} in\n")
	for _, c := range all {
		kind := ""
		if k := files(c); k != "" {
			kind = " files=(-" + k + ")"
		}
		fmt.Fprintf(&b, "    %s) words=%s%s ;;\n", c.Name, quoted(strings.Join(words(c, all), " ")), kind)
	}
	fmt.Fprintf(&b, "  esac\n  if ((COMP_CWORD == 1)); then words=%s files=(); fi\n", quoted(strings.Join(append(names(all), "--help", "--version"), " ")))
	b.WriteString("  COMPREPLY=($(compgen \"${files[@]}\" -W \"$words\" -- \"$word\"))\n}\ncomplete -o filenames -F _weir weir\n")
	return b.String()
}

func colonless(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return strings.Contains(w, ":") })
}

// zsh writes the completion for zsh.
func zsh(all []cli.Command) string {
	var b strings.Builder
	b.WriteString("#compdef weir\n_weir() {\n  if ((CURRENT == 2)); then\n    local -a commands=(\n")
	for _, c := range all {
		fmt.Fprintf(&b, "      %s\n", quoted(c.Name+":"+c.Summary))
	}
	b.WriteString("    )\n    _describe command commands\n    return\n  fi\n  local command=$words[2]\n  shift words\n  ((CURRENT--))\n  case $command in\n")
	for _, c := range all {
		fmt.Fprintf(&b, "    %s) _arguments '--help[tell more of it]'", c.Name)
		for _, f := range c.Flags {
			spec := "--" + f.Name + "[" + bracketless(f.Help) + "]"
			switch {
			case f.Values != nil:
				spec += ":" + strings.ToLower(f.Value) + ":(" + strings.ReplaceAll(strings.Join(f.Values(), " "), ":", `\:`) + ")"
			case f.Value == "FILE":
				spec += ":file:_files"
			case f.Value != "":
				spec += ":" + strings.ToLower(f.Value) + ":"
			}
			b.WriteString(" " + quoted(spec))
		}
		switch {
		case files(c) == "f":
			b.WriteString(" '*:file:_files'")
		case files(c) == "d":
			b.WriteString(" '*:directory:_files -/'")
		case len(words(c, all)) > 1 && len(c.Flags) == 0:
			fmt.Fprintf(&b, " '1:word:(%s)'", strings.Join(words(c, all)[:len(words(c, all))-1], " "))
		}
		b.WriteString(" ;;\n")
	}
	b.WriteString("  esac\n}\ncompdef _weir weir\n")
	return b.String()
}

// bracketless is a help text without what ends it in zsh.
func bracketless(text string) string {
	return strings.NewReplacer("[", "(", "]", ")", ":", ",").Replace(text)
}

// fish writes the completion for fish.
func fish(all []cli.Command) string {
	var b strings.Builder
	b.WriteString("complete -c weir -f\n")
	none := quoted("not __fish_seen_subcommand_from " + strings.Join(names(all), " "))
	for _, c := range all {
		fmt.Fprintf(&b, "complete -c weir -n %s -a %s -d %s\n", none, c.Name, quoted(c.Summary))
	}
	for _, c := range all {
		seen := quoted("contains -- " + c.Name + " (commandline -opc)[2]")
		switch files(c) {
		case "f":
			fmt.Fprintf(&b, "complete -c weir -n %s -F\n", seen)
		case "d":
			fmt.Fprintf(&b, "complete -c weir -n %s -a '(__fish_complete_directories)'\n", seen)
		}
		for _, f := range c.Flags {
			fmt.Fprintf(&b, "complete -c weir -n %s -l %s -d %s", seen, f.Name, quoted(f.Help))
			switch {
			case f.Values != nil:
				b.WriteString(" -x -a " + quoted(strings.Join(f.Values(), " ")))
			case f.Value == "FILE":
				b.WriteString(" -r -F")
			case f.Value != "":
				b.WriteString(" -x")
			}
			b.WriteByte('\n')
		}
		if list := words(c, all); len(c.Flags) == 0 && len(list) > 1 {
			fmt.Fprintf(&b, "complete -c weir -n %s -a %s\n", seen, quoted(strings.Join(list[:len(list)-1], " ")))
		}
	}
	return b.String()
}

// quoted is a word of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
