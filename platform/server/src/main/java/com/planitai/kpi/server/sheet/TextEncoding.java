package com.planitai.kpi.server.sheet;

import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Encodings of text files. Those of Shift_JIS and CP949 are what Windows writes under these names. */
public enum TextEncoding {
    UTF_8(StandardCharsets.UTF_8, "utf-8 utf8 us-ascii"),
    UTF_16(StandardCharsets.UTF_16, "utf-16"),
    UTF_16LE(StandardCharsets.UTF_16LE, "utf-16le"),
    UTF_16BE(StandardCharsets.UTF_16BE, "utf-16be"),
    SHIFT_JIS(Charset.forName("windows-31j"), "shift_jis shift-jis sjis windows-31j cp932 ms932"),
    CP949(Charset.forName("x-windows-949"), "cp949 ms949 x-windows-949 euc-kr ks_c_5601-1987 uhc");

    private final Charset charset;
    private final String names;

    TextEncoding(Charset charset, String names) {
        this.charset = charset;
        this.names = names;
    }

    /** By the name that a {@code charset} parameter gives, whatever its case. */
    public static Optional<TextEncoding> ofName(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(encoding -> encoding.allOfItsNames().contains(lower))
                .findFirst();
    }

    /** The first name of each. */
    public static List<String> allNames() {
        return Arrays.stream(values())
                .map(encoding -> encoding.allOfItsNames().getFirst())
                .toList();
    }

    private List<String> allOfItsNames() {
        return List.of(names.split(" ", -1));
    }

    CharsetDecoder decoder() {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
