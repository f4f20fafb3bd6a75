import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { JupyterServer } from "./jupyterServer";

export interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly evalue?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

/** What a chapter's footer says of itself. */
export interface Footer {
  readonly problems: readonly string[];
  readonly records: readonly string[];
}

const joined = (text: string | readonly string[] = ""): string =>
  typeof text === "string" ? text : text.join("");

/** All that a cell shows, as text. */
export const textOf = ({ outputs = [] }: Cell): string =>
  outputs
    .flatMap(({ text, evalue, data }) => [
      joined(text),
      evalue ?? "",
      joined(data?.["text/plain"] as string | undefined),
    ])
    .join("\n");

/** A notebook open in JupyterLab, used as a reader uses it: by mouse and keyboard. */
export class LabNotebook {
  private constructor(
    private readonly page: Page,
    private readonly file: string,
  ) {}

  static async open(page: Page, server: JupyterServer, folder: string, name: string): Promise<LabNotebook> {
    page.setDefaultTimeout(120_000);
    await page.goto(`${server.address}/lab/tree/${name}?token=${server.token}`);
    await page.locator(".jp-NotebookPanel").getByText("Longtail (TypeScript)").first().waitFor();
    const notebook = new LabNotebook(page, join(folder, name));
    await notebook.idle();
    return notebook;
  }

  /** Saves, and reads the code cells of the file. */
  async cells(): Promise<readonly Cell[]> {
    await this.page.keyboard.press("Control+s");
    await this.page.waitForTimeout(700);
    const { cells } = JSON.parse(readFileSync(this.file, "utf8")) as { cells: Cell[] };
    return cells.filter(({ cell_type, source }) => cell_type === "code" && source.length > 0);
  }

  async footer(): Promise<Footer | undefined> {
    const outputs = (await this.cells()).flatMap((cell) => cell.outputs ?? []);
    return outputs
      .map((output) => output.data?.["application/vnd.longtail.footer+json"])
      .find((found) => found !== undefined) as Footer | undefined;
  }

  /** Until the kernel has nothing left to do. */
  async idle(): Promise<void> {
    await this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  }

  async menu(menu: string, item: string): Promise<void> {
    await this.page.locator(".lm-MenuBar").getByText(menu, { exact: true }).click();
    await this.page.locator(".lm-Menu").getByText(item, { exact: true }).click();
  }

  async runAll(): Promise<void> {
    await this.menu("Run", "Run All Cells");
    await this.page.waitForTimeout(300);
    await this.idle();
  }

  async restartAndRunAll(): Promise<void> {
    await this.menu("Kernel", "Restart Kernel and Run All Cells…");
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    // The kernel is idle, too, until it restarts, which takes its time where the machine is busy: a cell must wait first.
    await this.page.locator(".jp-InputPrompt", { hasText: "[*]" }).first().waitFor({ state: "attached" });
    await this.idle();
  }

  /** The editor of the cell with a text, brought into sight: a notebook draws only what is near. */
  private async editorWith(text: string): Promise<Locator> {
    const editor = this.page
      .locator(".jp-Notebook .jp-CodeCell", { hasText: text })
      .first()
      .locator(".cm-content");
    const scroller = this.page.locator(".jp-WindowedPanel-outer").first();
    for (let top = 0; (await editor.count()) === 0 && top < 12_000; top += 500) {
      await scroller.evaluate((element, at) => {
        (element as unknown as { scrollTop: number }).scrollTop = at;
      }, top);
      await this.page.waitForTimeout(150);
    }
    return editor;
  }

  /** Types another text into the cell that holds one. */
  async retype(holds: string, source: string): Promise<void> {
    await (await this.editorWith(holds)).click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(source);
  }

  /** Starts the cell that holds a text, and does not wait for it. */
  async start(holds: string): Promise<void> {
    await (await this.editorWith(holds)).click();
    await this.page.keyboard.press("Control+Enter");
  }
}
