/**
 * The script for bash. That of the library evaluates the words of the line, which carries out a redirection in it, and
 * expands what the API has sent. It also completes no file names.
 */
export function bashScript(program: string): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `# bash completion for ${program}

${name}() {
    local current=\${COMP_WORDS[COMP_CWORD]} line value
    COMPREPLY=()
    while IFS= read -r line; do
        value=\${line%%$'\\t'*}
        # The last line is not an offer, but tells the shells what to do without one.
        if [[ $value != :* && $value == "$current"* ]]; then
            COMPREPLY+=("$value")
        fi
    done < <(${program} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}

# Where nothing is offered, names of files are.
complete -o default -F ${name} ${program}
`;
}
