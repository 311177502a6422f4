package com.planitai.kpi.tenancy;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the rows of a {@code COPY … FROM STDIN} in the format that the statement names. */
@FunctionalInterface
public interface CopyRows {
    void writeTo(OutputStream out) throws IOException;
}
