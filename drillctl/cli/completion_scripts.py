"""``drillctl completion``: the scripts by which shells ask `completion` what to offer."""

BASH = r"""# Completion of drillctl in bash. In ~/.bashrc: source <(drillctl completion bash)
_drillctl() {
    local IFS=$'\n'
    COMPREPLY=($(DRILLCTL_COMPLETE=bash "$1" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    # More is to be typed after these marks.
    [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace
    return 0
}
complete -o default -F _drillctl drillctl
"""

ZSH = r"""#compdef drillctl
# Completion of drillctl in zsh: save as _drillctl in a folder of $fpath, before compinit; or, after
# it, in ~/.zshrc: source <(drillctl completion zsh)
_drillctl() {
    local line word
    local -a all open
    local answer="$(DRILLCTL_COMPLETE=zsh ${(Q)words[1]} "${(@Q)words[2,CURRENT]}" 2>/dev/null)"
    for line in "${(@f)answer}"; do
        [[ -z $line ]] && continue
        word=${line%%$'\t'*}
        if [[ $word == *[:=] ]]; then
            open+=("$word")
        elif [[ $line == *$'\t'* ]]; then
            all+=("${word//:/\\:}:${line#*$'\t'}")
        else
            all+=("${word//:/\\:}")
        fi
    done
    if (( ! $#all && ! $#open )); then
        _files
        return
    fi
    (( $#open )) && compadd -S '' -- "${(@)open}"
    (( $#all )) && _describe -V drillctl all
}
if [[ $funcstack[1] == _drillctl ]]; then
    _drillctl "$@"
else
    compdef _drillctl drillctl
fi
"""

FISH = r"""# Completion of drillctl in fish: save as ~/.config/fish/completions/drillctl.fish
function __drillctl_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l found (env DRILLCTL_COMPLETE=fish $words[1] $words[2..-1] "$typed" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path $typed
    end
end
complete -c drillctl -f -a '(__drillctl_complete)'
"""

POWERSHELL = r"""# Completion of drillctl in PowerShell. In $PROFILE:
#   drillctl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName drillctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Select-Object -Skip 1 |
        ForEach-Object { if ($null -ne $_.Value) { $_.Value } else { $_.Extent.Text } })
    $env:DRILLCTL_COMPLETE = 'powershell'
    # An empty word would be dropped by PowerShell before 7.3; drillctl takes a blank for one.
    $typed = if ($wordToComplete) { $wordToComplete } else { ' ' }
    try { $lines = @(& drillctl @words $typed 2>$null) }
    finally { Remove-Item Env:DRILLCTL_COMPLETE }
    foreach ($line in $lines) {
        $value, $text = $line -split "`t", 2
        if (-not $text) { $text = $value }
        [System.Management.Automation.CompletionResult]::new(
            $value, $value, 'ParameterValue', $text)
    }
}
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


def completion(shell: str) -> int:
    """Prints the script of a shell of `SCRIPTS`."""
    print(SCRIPTS[shell], end="")
    return 0
