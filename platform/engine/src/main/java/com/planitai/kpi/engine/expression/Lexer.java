package com.planitai.kpi.engine.expression;

import java.util.ArrayList;
import java.util.List;

/** Cuts a formula into tokens. What is no part of the language becomes a fault and is left out. */
final class Lexer {
    /** Longer ones first, so that {@code <=} is not read as {@code <}. */
    private static final List<String> SYMBOLS =
            List.of("<=", ">=", "!=", "==", "<>", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ",");

    private final String source;
    private final List<ExpressionFault> faults;
    private final List<Token> tokens = new ArrayList<>();
    private int offset;
    private int line = 1;
    private int lineStart;

    Lexer(String source, List<ExpressionFault> faults) {
        this.source = source;
        this.faults = faults;
    }

    List<Token> tokens() {
        while (offset < source.length()) {
            next();
        }
        tokens.add(new Token(Token.Kind.END, "", here()));
        return tokens;
    }

    private void next() {
        var character = source.codePointAt(offset);
        if (character == '\n') {
            offset++;
            line++;
            lineStart = offset;
        } else if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            offset += Character.charCount(character);
        } else if (startsNumber()) {
            number();
        } else if (Character.isLetter(character) || character == '_') {
            add(Token.Kind.NAME, endOfWord(offset));
        } else {
            symbol(character);
        }
    }

    private boolean startsNumber() {
        return isDigit(offset) || (source.charAt(offset) == '.' && isDigit(offset + 1));
    }

    private void number() {
        var end = digits(offset);
        if (end < source.length() && source.charAt(end) == '.') {
            end = digits(end + 1);
        }
        end = exponent(end);
        var wordEnd = endOfWord(end);
        var text = source.substring(offset, wordEnd);
        if (wordEnd > end || !Double.isFinite(Double.parseDouble(text))) {
            faults.add(Faults.invalidNumber(here(), text));
            tokens.add(new Token(Token.Kind.NUMBER, "1", here()));
            offset = wordEnd;
        } else {
            add(Token.Kind.NUMBER, end);
        }
    }

    private int exponent(int end) {
        if (end >= source.length() || Character.toLowerCase(source.charAt(end)) != 'e') {
            return end;
        }
        var signed = end + 1 < source.length() && "+-".indexOf(source.charAt(end + 1)) >= 0;
        var first = end + (signed ? 2 : 1);
        return isDigit(first) ? digits(first) : end;
    }

    private void symbol(int character) {
        for (var symbol : SYMBOLS) {
            if (source.startsWith(symbol, offset)) {
                add(Token.Kind.SYMBOL, offset + symbol.length());
                return;
            }
        }
        var end = offset + Character.charCount(character);
        faults.add(Faults.unexpectedCharacter(here(), source.substring(offset, end)));
        offset = end;
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, source.substring(offset, end), here()));
        offset = end;
    }

    private int endOfWord(int from) {
        var end = from;
        while (end < source.length() && isWordPart(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
        }
        return end;
    }

    private static boolean isWordPart(int character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '.';
    }

    private int digits(int from) {
        var end = from;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private boolean isDigit(int at) {
        return at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9';
    }

    private SourcePosition here() {
        return new SourcePosition(line, offset - lineStart + 1);
    }
}
