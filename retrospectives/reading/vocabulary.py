"""Phrases by which a heading tells what stands under it, in six languages.

English, Swedish, German, French, Spanish, Portuguese; written as `words.plain` leaves them, with or
without accents. A phrase counts where it stands as whole words.
"""

COLUMNS = {
    "experiment": """
        try; to try; try out; experiment; experiments; start; start doing; starting; begin; testa; prova
        pröva; börja; börja med; experiment; testen; ausprobieren; anfangen; starten; beginnen; experimente
        essayer; expérimenter; commencer; démarrer; expériences; à tester; probar; intentar; experimentar
        empezar; comenzar; iniciar; experimentos; tentar; testar; começar
        """,
    "good": """
        went well; go well; going well; well; good; glad; liked; likes; loved; continue; keep; keep doing
        kudos; thanks; thank you; appreciation; appreciations; wind; positive; positives; pros; proud
        success; successes; wins; celebrate; celebrations; lucky; helped; helps; worked well; worked; works
        drop the mic; highlights; strengths; happy; roses; rose; more of; shout outs; shoutouts; plus
        did well; propellers; gold; superpowers; gick bra; går bra; fungerade bra; funkade; fungerade; bra
        tack; fortsätt; fortsätta; behåll; nöjd; nöjda; glad; glada; gillade; styrkor; beröm; mer av
        höjdpunkter; medvind; hjälpte; positivt; gut; lief gut; läuft gut; gut gelaufen; gut war
        beibehalten; weitermachen; weiter so; fortsetzen; lob; dank; danke; stärken; positiv; positives
        gefallen; froh; mehr; mehr davon; geholfen; erfolge; rückenwind; bien passé; bien marché
        bien fonctionné; a bien; positif; positifs; points positifs; points forts; continuer; garder
        conserver; merci; remerciements; aimé; content; contents; réussites; réussi; forces; plus de
        fue bien; salió bien; salio bien; funcionó; funciono; bien; positivo; positivos; mantener
        continuar; seguir haciendo; seguir; gracias; agradecimientos; logros; gustó; contento; contentos
        fortalezas; más de; foi bem; foi bom; correu bem; deu certo; funcionou; bem; pontos positivos
        pontos fortes; manter; gostei; gostamos; obrigado; agradecimentos; elogios; sucessos; feliz
        mais de; conquistas
        """,
    "hindering": """
        went wrong; wrong; not well; not so well; didnt go well; go wrong; didnt work; not work; improve
        improved; improvement; improvements; improving; better; bad; mad; sad; stop; stop doing; lacked
        loathed; anchor; anchors; rocks; impediment; impediments; obstacle; obstacles; problem; problems
        negative; negatives; cons; weaknesses; frustrating; frustrations; frustrated; puzzles; puzzled
        puzzle; difficulties; challenges; pain; pains; pain points; risks; thorns; thorn; less of; drop
        minus; delta; deltas; blockers; blocked; issues; concerns; worries; threats; lowlights; slowed us
        slows us; held us back; holding us back; confused; confusing; missing; headwind; bugs; gick dåligt
        gick fel; gick mindre bra; gick inte bra; dåligt; mindre bra; inte bra; sämre; förbättra
        förbättras; förbättring; förbättringar; förbättringsområden; hinder; sluta; sluta med; bättre
        problem; saknade; saknas; risker; svårigheter; utmaningar; ledsen; ledsna; arg; arga; mindre av
        motvind; stoppar; bromsar; negativt; svagheter; schlecht; nicht gut; nicht so gut; lief schlecht
        weniger gut; verbessern; verbesserung; verbesserungen; verbesserungspotenzial
        verbesserungspotential; besser; stoppen; aufhören; hindernisse; probleme; störungen
        schwierigkeiten; herausforderungen; risiken; ärger; gestört; behindert; weniger; gefehlt; negativ
        negatives; schwächen; gegenwind; bremsen; bremst; mal passé; moins bien; pas bien; pas bien passé
        mal marché; améliorer; amélioration; améliorations; damélioration; points négatifs; négatif
        négatifs; points faibles; arrêter; stopper; problèmes; difficultés; freins; freine; blocages
        risques; moins; moins de; manqué; faiblesses; défis; mieux; fue mal; salió mal; salio mal; mal
        no funcionó; no fue bien; no salió bien; mejorar; mejora; mejoras; negativo; negativos; parar
        dejar de; dejar de hacer; detener; obstáculos; impedimentos; problemas; dificultades; desafíos
        riesgos; faltó; triste; tristes; enojado; debilidades; menos; menos de; frena; mejor; foi mal
        deu errado; correu mal; não foi bem; não foi bom; não deu certo; não funcionou; melhorar; melhoria
        melhorias; melhorado; pontos negativos; pontos fracos; dificuldades; desafios; riscos; faltou
        menos; bravo; fraquezas; ruim; melhor
        """,
    "idea": """
        idea; ideas; suggestion; suggestions; wishes; wish; wish list; longed for; island; proposals
        opportunities; buds; goal; goals; dreams; idé; idéer; förslag; önskemål; önskningar; önskar
        längtade; möjligheter; mål; idee; ideen; vorschläge; wünsche; wünschen; chancen; ziele; idée; idées
        souhaits; propositions; opportunités; objectifs; sugerencias; deseos; propuestas; oportunidades
        objetivos; ideia; ideias; sugestão; sugestões; desejos; propostas; metas
        """,
    "open": """
        learned; learnt; learnings; learning; lessons; observations; insights; conclusions; notes; topics
        discussion; discussions; questions; comments; feedback; reflections; takeaways; other
        miscellaneous; facts; feelings; lärdomar; lärde; lärt; observationer; insikter; slutsatser
        anteckningar; frågor; övrigt; diskussion; känslor; gelernt; erkenntnisse; beobachtungen; lehren
        notizen; fragen; sonstiges; schlussfolgerungen; themen; appris; apprentissages; leçons
        enseignements; remarques; autres; divers; conclusion; aprendimos; aprendido; aprendizajes
        lecciones; observaciones; preguntas; conclusiones; otros; comentarios; aprendemos; aprendizados
        aprendizado; aprendizagens; lições; observações; dúvidas; perguntas; conclusões; outros; comentários
        """,
}
ACTIONS = """
    action; actions; action item; action items; action points; action plan; next step; next steps
    follow up; follow ups; followups; todo; todos; to do; to dos; tasks; agreements; commitments; we will
    we commit; assignments; åtgärder; åtgärd; åtgärdslista; att göra; göra härnäst; överenskommelser
    överenskommet; nästa steg; handlingsplan; aktiviteter; uppgifter; aktioner; åtaganden; maßnahmen
    maßnahme; nächste schritte; aufgaben; aktionen; vereinbarungen; aktionspunkte; maßnahmenplan
    plan daction; prochaines étapes; à faire; tâches; engagements; acciones; próximos pasos; plan de acción
    tareas; compromisos; acuerdos; por hacer; ações; ação; próximos passos; plano de ação; tarefas
    combinados; encaminhamentos; compromissos; acordos; a fazer
    """
DECISIONS = """
    decision; decisions; decided; beslut; beslutat; beslutades; entscheidung; entscheidungen; beschlüsse
    entschieden; décision; décisions; décidé; decisión; decisiones; decidido; decisão; decisões; decidimos
    """
PEOPLE = """
    participants; participant; attendees; attending; attended; present; attendance; people present
    who was there; deltagare; deltog; närvarande; teilnehmer; teilnehmerinnen; teilnehmende; anwesend
    anwesende; présents; participantes; asistentes; presentes; asistencia
    """
LINKS = """
    links; link; references; resources; recordings; länkar; länk; referenser; verweise; liens; lien
    références; enlaces; referencias; recursos; referências; ligações
    """
SIDES = """
    timeline; rules; ground rules; agenda; summary; background; introduction; contents; table of contents
    prime directive; revision; revision history; schedule; context; appendix; about
    working agreement; metadata; tidslinje; regler; dagordning; sammanfattning
    bakgrund; inledning; innehåll; förhållningsregler; sammanhang; zeitleiste; zeitstrahl; regeln
    tagesordnung; zusammenfassung; hintergrund; einleitung; inhalt; ablauf; kontext; chronologie; règles
    ordre du jour; résumé; contexte; introduction; sommaire; déroulement; cronología; línea de tiempo
    reglas; resumen; contexto; antecedentes; introducción; contenido; linha do tempo; regras; pauta; resumo
    introdução; conteúdo; sumário; histórico de revisão
    """

RETROSPECTIVE = (
    "retrospective", "retrospectives", "retro", "postmortem", "återblick", "retrospektiv",
    "retrospektive", "rétrospective", "retrospectiva", "retrospektivet", "sprintretro", "rückblick", "rétro",
)  # fmt: skip

ABOUT_MEETING = (  # the whole of a heading that speaks of the meeting itself, folded
    r"(?:about )?(?:this|the|our) (?:meeting|session)", r"how (?!well\b).+ works",
    r"(?:om )?(?:det har )?motet", r"hur .+ (?:fungerar|gar till)",
    r"(?:uber )?(?:dieses|das|unser) (?:treffen|meeting)", r"wie .+ (?:funktioniert|ablauft)",
    r"(?:cette|la|notre) reunion", r"comment .+ (?:fonctionne|marche|se passe)",
    r"(?:sobre )?(?:esta|la|nuestra|a|nossa) (?:reunion|reuniao)", r"como funciona .+",
)  # fmt: skip

NOTHING = """
    na; n a; n/a; none; nothing; nil; tbd; tba; todo; x; empty; not applicable; nothing yet; none yet
    no notes; nothing to report; nothing this time; no comment; no comments; no actions; no items
    none this sprint; inget; inga; ingen; ingenting; ej aktuellt; inget att rapportera; inget särskilt
    inga synpunkter; saknas; nichts; keine; kein; keiner; entfällt; nichts neues; keine angabe
    keine angaben; k a; rien; aucun; aucune; néant; rien à signaler; sans objet; ras; pas de remarque; nada
    ninguno; ninguna; ningún; no aplica; sin comentarios; nada que reportar; nenhum; nenhuma; não se aplica
    nada a declarar; sem comentários; nada a relatar
    """
TEMPLATE = (
    r"(?:please )?(?:add|write|enter|type|insert|put|list|describe|fill in)\b.{0,60}\b(?:here|below)",
    r"(?:your|click|tap) .{0,40}\b(?:here|text|to edit)",
    r"(?:skriv|lägg till|fyll i|lägg in)\b.{0,60}\b(?:här|nedan)",
    r"(?:bitte )?hier\b.{0,60}\b(?:eintragen|einfügen|ergänzen|schreiben|eingeben)",
    r"(?:écri\w*|ajout\w*|saisi\w*|inscri\w*|not\w*)\b.{0,60}\b(?:ici|ci-dessous)",
    r"(?:escrib\w*|añad\w*|agreg\w*|introdu\w*)\b.{0,60}\b(?:aquí|aqui|abajo)",
    r"(?:escrev\w*|adicion\w*|insir\w*|preench\w*|coloqu\w*)\b.{0,60}\b(?:aqui|abaixo)",
    r"lorem ipsum.{0,400}",
    r"<(?!https?:|mailto:|www)[^<>]{1,80}>|\{\{?[^{}]{1,80}\}?\}|\[[^\[\]]{1,60}\]",
)
